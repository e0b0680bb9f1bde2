/// Groups with blanks and rejected rows, and tiers that accounts had before.
extension PossibilityCaseTests {
  private static let fields = """
    accounts { id : text key; parent : accounts optional; n : number at least 0 optional }

    """
  private static let mandatory = fields.replacing(" optional }", with: " }")
  private static let tiers = "\ntier A { when n >= 100 }\ntier B { otherwise }"

  static let groupCases: [Case] = [
    Case(
      testDescription: "a member's blank that decides the sum",
      declarations: fields + "group accounts by parent { n sum }" + tiers,
      rows: ["id,parent,n", "1,,60", "2,1,", "3,,10", "4,,70", "5,4,40"]),
    Case(
      testDescription: "a member that counts once it can be read",
      declarations: mandatory + "group accounts by parent { n sum }" + tiers,
      rows: ["id,parent,n", "1,,60", "2,1,abc", "3,2,5", "4,,99"]),
    Case(
      testDescription: "a rejected head whose group could take the seat",
      declarations: mandatory + """
        group accounts by parent { n sum }
        tier A { when n >= 10 }
        tier B { otherwise }
        limit A to 1 by n
        """,
      rows: ["id,parent,n", "1,,abc", "2,1,50", "3,,80", "4,3,1", "5,,9"]),
    Case(
      testDescription: "yes of one member settles any, and no of one settles all",
      declarations: """
        accounts { id : text key; parent : accounts optional; held : yes/no optional; own : yes/no optional }
        group accounts by parent { held any; own all }
        tier A { when held }
        tier B { when own }
        tier C { otherwise }
        """,
      rows: [
        "id,parent,held,own", "1,,yes,", "2,1,,no", "3,,no,", "4,3,,yes", "5,,no,no", "6,5,no,",
      ]),
    Case(
      testDescription: "a blank stays a blank in the sum of a group",
      declarations: fields + """
        group accounts by parent { n sum }
        let more = n + 1
        tier A { when more is missing and n >= 100 }
        tier B { when more is missing }
        tier C { when (n else 50) = 50 }
        tier D { otherwise }
        """,
      rows: ["id,parent,n", "1,,60", "2,1,", "3,,50"]),
    Case(
      testDescription: "a blank of a group that is out stays a blank",
      declarations: """
        accounts {
          id : text key; parent : accounts optional; n : number at least 0 optional; m : number
        }
        group accounts by parent { n sum; m sum }
        tier A { when n is missing and n >= 100 }
        tier B { when n is missing }
        tier C { otherwise }
        """,
      rows: ["id,parent,n,m", "1,,,abc", "2,1,60,1"], isWider: true),
    Case(
      testDescription: "members without a figure are a fact of the file",
      declarations: fields + """
        group accounts by parent { n count }
        tier A { when sum(members.n) is missing }
        tier B { when n = 1 }
        tier C { otherwise }
        """,
      rows: ["id,parent,n", "1,,", "2,1,", "3,,", "4,3,5"]),
    Case(
      testDescription: "an average that a blank weight leaves open",
      declarations: """
        accounts {
          id : text key; parent : accounts optional; margin : percent as points
          w : number 0 to 10 optional
        }
        group accounts by parent { margin average by w; w sum }
        tier A { when margin >= 20% }
        tier B { when margin >= 15% }
        tier C { otherwise }
        """,
      rows: ["id,parent,margin,w", "1,,10,10", "2,1,30,", "3,,10,10", "4,3,12,"], isWider: true),
    Case(
      testDescription: "a subsidiary that is judged alone, below a row that cannot be read",
      declarations: mandatory + """
        group accounts by parent { n sum; alone when n >= 50 }
        tier A { when parent.n >= 100 }
        tier B { otherwise }
        """,
      rows: ["id,parent,n", "1,,abc", "2,1,60", "3,2,1", "4,1,1"], isWider: true),
    Case(
      testDescription: "an override that names a member that cannot be read",
      declarations: mandatory + """
        group accounts by parent { n sum }
        override "2" to A because "Minute 2"
        """ + tiers,
      rows: ["id,parent,n", "1,,10", "2,1,abc", "3,,10"]),
    Case(
      testDescription: "an override of a member that cannot be read, to a tier without routes",
      declarations: mandatory + """
        group accounts by parent { n max }
        override "2" to R because "Minute 2"
        override "4" to C because "Minute 4"
        override "5" to R because "Minute 5"
        tier R { }
        tier C { when n >= 20 }
        tier D { otherwise }
        """,
      rows: ["id,parent,n", "1,,10", "2,1,abc", "3,,10", "4,3,1", "5,3,abc"]),
    Case(
      testDescription: "rows of another table that ask about a group",
      declarations: """
        accounts { id : text key; parent : accounts optional; held : yes/no; n : number }
        table lines from "lines.csv" { account : accounts; price : number }
        group accounts by parent { held any; n max }
        tier A { when sum(lines.price where held) >= 10 }
        tier B { otherwise }
        """,
      rows: ["id,parent,held,n", "1,,no,1", "2,1,yes,abc"], isWider: true,
      files: ["lines": "account,price\n1,10\n"]),
  ]

  private static let ladder = """
    accounts { id : text key; n : number 0 to 10 optional; before : tier optional }
    tier A { when n >= 8 }
    tier B { when n >= 5; keep while n >= 3 }
    tier R { }
    tier C { when n >= 2 }
    tier D { otherwise }

    """
  private static let steps = [
    "id,n,before", "1,,A", "2,,B", "3,,D", "4,,R", "5,,", "6,4,B", "7,4,A",
  ]

  static let moveCases = [
    Case(
      testDescription: "a blank leaves open whether a tier is kept", declarations: ladder,
      rows: steps),
    Case(
      testDescription: "a blank moves an account no further than it may",
      declarations: ladder + "move at most 1 tier", rows: steps),
    Case(
      testDescription: "seats among accounts that are held back",
      declarations: ladder + """
        move at most 1 tier
        limit A, B to 2 by n
        """, rows: steps),
    Case(
      testDescription: "a tier before that cannot be read",
      declarations: ladder + "move at most 1 tier",
      rows: ["id,n,before", "1,9,abc", "2,4,xyz", "3,,abc"]),
    Case(
      testDescription: "rows two steps away that count once a rejected member can be read",
      declarations: """
        accounts { id : text key; parent : accounts optional; held : yes/no; n : number }
        group accounts by parent { held any; n sum }
        table orders from "orders.csv" { code : text key; account : accounts }
        table lines from "lines.csv" { order : orders; price : number }
        tier A { when sum(lines.price where order.account.held) >= 10 }
        tier B { otherwise }
        """,
      rows: ["id,parent,held,n", "1,,no,1", "2,1,yes,abc"],
      isWider: true,
      files: ["orders": "code,account\nO1,1\n", "lines": "order,price\nO1,10\n"]),
  ]
}
