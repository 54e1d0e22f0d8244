# Posts are forgotten by id or by age.
$ mkt posts purge --ids 1
! mkt: store: store.db: there is no such file or store (`mkt sample` or `mkt import FILE` makes it; --store names another)
= 4
$ mkt import data/WALK.csv >log; mkt posts purge --ids 1,2
  DONE   POSTS
  purge      0
$ printf '3\n4\n' >ids; mkt posts purge --ids ids --format csv
  done,posts
  purge,0
$ printf '3 4' | mkt posts purge --ids - --format csv
  done,posts
  purge,0
$ mkt posts purge --older-than 30d --format json
  [
  {"done":"purge","posts":0}
  ]
$ mkt posts purge
! mkt: posts: it is not said which posts (give --ids or --older-than)
= 2
$ mkt posts purge --ids 1 --older-than 1d
! mkt: posts: it is not said which posts (give --ids or --older-than)
= 2
$ mkt posts purge --older-than 30
! mkt: --older-than: '30' is no age (write 12h, 30d or 8w)
= 2
$ mkt posts purge --ids 1,2,x
! mkt: 1,2,x: cannot open: No such file or directory
= 4
$ mkt posts burn
! mkt: posts: it cannot 'burn' (use purge)
= 2
