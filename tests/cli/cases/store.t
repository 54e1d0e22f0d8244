$ mkt store path
  PATH
  sqlite:store.db
$ env -u MKT_STORE XDG_DATA_HOME=/data mkt store path --format csv
  path
  sqlite:/data/marketkit/market.db
$ env -u MKT_STORE mkt store path --format csv | sed "s:$HOME:HOME:"
  path
  sqlite:HOME/.local/share/marketkit/market.db
$ mkt import data/WALK.csv >log
$ mkt store verify | sed 's/  */ /g'
  RESULT PATH GENERATION SCHEMA SYMBOLS SERIES BARS
  sound store.db 1 2 1 1 86
$ mkt store backup copy.db
  DONE    PATH
  backup  copy.db
$ mkt store backup copy.db
! mkt: copy.db: the file exists already (choose a name that is not taken)
= 1
$ mkt import data/WALK.csv --symbol LATER >log; mkt symbols --format csv | cut -d, -f1
  symbol
  LATER
  WALK
$ mkt store restore copy.db; mkt symbols --format csv | cut -d, -f1
  DONE     PATH
  restore  sqlite:store.db
  symbol
  WALK
$ mkt store restore data/WALK.csv
! mkt: data/WALK.csv: the file is not a store (name a file that `mkt store backup` made)
= 1
$ mkt store restore nothing.db
! mkt: nothing.db: there is no such file or store
= 4
$ mkt --store data/WALK.csv store verify
! mkt: store: data/WALK.csv: the file is not a store (name another file with --store)
= 1
