# Runs a session, and says whether the terminal is afterwards as it was.
stty -a >before
{ sh -c 'ulimit -c 0; echo $$ >pid; exec kamc repl criteria.kam accounts.csv 2>&3'; } 3>&2 2>/dev/null
echo "status $?"
stty -a >after
cmp before after && echo "as it was"
