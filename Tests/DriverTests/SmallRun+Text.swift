extension SmallRun {
  /// The report of the small run, as people see it.
  static let text = """
    Northwind key accounts
      as of 2027-04-01, in force until 2028-03-31
      agreed 2027-03-15 by Chief executive, Finance director
      accounts  accounts.csv  12 rows  4 rejected
      people    people.csv     2 rows

    Tiers
                                         revenue,
                             accounts         EUR    share
      Strategic                     2   9,000,100   48.6 %
      Core                          3   8,504,000   45.9 %
      Other                         1       5,000    0.0 %
      no tier: New                  1   1,000,000    5.4 %
      all in totals                 7  18,509,100  100.0 %
      left out: Own company         1

    Concentration of revenue
      the 10 largest accounts hold 100.0 %, the 20 largest 100.0 %
      2 accounts make up 80 %
      Herfindahl index 3,626.8 on a scale where one account for all is 10,000
      10 % or more: A1 48.6 %, A2 32.4 %, A3 13.5 %

    Movement since last time
      2 of the 2 accounts that had a tier and have one moved, which is 100.0 %
                                in
                 before  now  both  overlap
      Strategic       1    2     0    0.0 %
      Core            1    3     0    0.0 %
      Other           0    1     0    0.0 %
      up: 1: A1 (Core → Strategic)
      down: 1: A3 (Strategic → Core)
      had no tier before: 4: A2 (Core), A4 (Strategic), A5 (Other), A6 (Core)

    Key accounts: 5 accounts
                                            Worth  sponsor  review
      Strategic (2): We plan with them
        A1  Société Générale d'Électricité    100           2027-04-05
          Worth: worth >= 50 (100) and revenue >= 1M (EUR 9,000,000); was Core;
            provisional
        A4  Tab\\tand\\u{202E}bidi                0           2027-04-05
          famous (yes)
      Core (3)
        A2  三菱商事                           75
          limit Strategic: rank 2 of 3 for the 1 seat that others left, last seat A1
        A3  Plain Ltd                        62.5
          limit Strategic: rank 3 of 3 for the 1 seat that others left, last seat
            A1; was Strategic
        A6  Pilot                               0
          override until 2027-12-31 because Minute 9; by the rules alone Other

    Limits
      Strategic: 2 of 2 seats taken; 1 spared: A4; 2 displaced: A2, A3; the last
        seat went to A1 with worth 100, revenue EUR 9,000,000

    Requirements: 1 of 3 hold
      fails      Everyone has an owner
                 1 of 5: A4 Tab\\tand\\u{202E}bidi
      holds      Strategic carry a million
                 top >= 1M (EUR 9,000,100)
      undecided  Spend is known to be large
                 1 of 2: A4 Tab\\tand\\u{202E}bidi

    Warnings
      Small share of wallet (1): A5 Small
      Much for one (1): Ann

    Could not be judged for want of data
      the tiers do not account for 2 rows that cannot be read at all
      1 account is provisional, since filling blanks in could give another tier: A1
        Société Générale d'Électricité
      To be filled in first:
        C10, revenue of A9: narrows what is possible
        D10, spend of A9: narrows what is possible
      Small share of wallet (3): A2 三菱商事, A4 Tab\\tand\\u{202E}bidi, A6 Pilot

    Figures
      Strategic revenue  EUR 9,000,100

    Sponsors
                                 revenue,
           accounts                   EUR
      Ann         0  of 1 seat          0
      Zoë         0  of 0 seats         0
      Strategic: 2 of 2 accounts without a sponsor
      without a sponsor:
        A1 Société Générale d'Électricité: only people.name != owner: excludes Ann;
          Zoë: at the most accounts they may have
        A4 Tab\\tand\\u{202E}bidi: only people.name != owner: excludes everybody

    Reviews: 4 until Mon 4 Oct 2027
      Mon 5 Apr 2027  Planning  A1 Société Générale d'Électricité
      Mon 5 Apr 2027  Planning  A4 Tab\\tand\\u{202E}bidi
      Mon 4 Oct 2027  Planning  A1 Société Générale d'Électricité
      Mon 4 Oct 2027  Planning  A4 Tab\\tand\\u{202E}bidi

    Moved reviews: 4
      A1 Société Générale d'Électricité, Planning: Sat 3 Apr 2027 to Mon 5 Apr 2027
        (weekend)
      A4 Tab\\tand\\u{202E}bidi, Planning: Sat 3 Apr 2027 to Mon 5 Apr 2027 (weekend)
      A1 Société Générale d'Électricité, Planning: Sun 3 Oct 2027 to Mon 4 Oct 2027
        (weekend)
      A4 Tab\\tand\\u{202E}bidi, Planning: Sun 3 Oct 2027 to Mon 4 Oct 2027 (weekend)

    What time changes: until 2028-03-31, if nothing else does
      on 2028-01-01, by the end of the override of A6
        these leave Core for Other: A6 Pilot

    Rejected rows: they count nowhere
      accounts.csv: 4 rows
        line 10: cell C10, "revenue" of "A9": `many` is not an amount
        line 11: the key `A10` stands in more than one row
        line 12: the key `A10` stands in more than one row
        line 13: Revenue beyond belief

    """
}
