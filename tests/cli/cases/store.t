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
# Every kind of data.
$ rm store.db; mkt sample >log; mkt store ls | head -8
  DATA    NAME  FRAME  FEED    ROWS  FIRST                 LAST
  events  AAPL                    2  2000-06-21            2005-02-28
  events  MSFT                    1  2003-02-18            2003-02-18
  bars    AAPL  1Day   sample  3270  2000-03-01            2013-03-01
  bars    FB    1Day   sample   196  2012-05-18            2013-03-01
  bars    GOOG  1Day   sample  2148  2004-08-19            2013-03-01
  bars    IBM   1Day   sample  3270  2000-03-01            2013-03-01
  bars    MSFT  1Day   sample  3270  2000-03-01            2013-03-01
$ mkt store ls --format csv | grep -v ^bars
  data,name,timeframe,feed,rows,first,last
  events,AAPL,,,2,2000-06-21,2005-02-28
  events,MSFT,,,1,2003-02-18,2003-02-18
  news,,,,60,2012-09-06T21:06:00Z,2013-02-28T22:15:00Z
  posts,AAPL,,,40,2013-02-23T04:16:26Z,2013-03-01T20:41:29Z
  posts,FB,,,40,2013-02-23T06:48:20Z,2013-03-01T20:40:37Z
  posts,GOOG,,,40,2013-02-23T04:10:37Z,2013-03-01T20:12:53Z
  posts,IBM,,,40,2013-02-23T08:13:29Z,2013-03-01T20:40:24Z
  posts,MSFT,,,40,2013-02-22T23:02:17Z,2013-03-01T19:53:53Z
  counts,AAPL,1Hour,,169,2013-02-22T21:00:00Z,2013-03-01T21:00:00Z
  counts,FB,1Hour,,169,2013-02-22T21:00:00Z,2013-03-01T21:00:00Z
  counts,GOOG,1Hour,,169,2013-02-22T21:00:00Z,2013-03-01T21:00:00Z
  counts,IBM,1Hour,,169,2013-02-22T21:00:00Z,2013-03-01T21:00:00Z
  counts,MSFT,1Hour,,169,2013-02-22T21:00:00Z,2013-03-01T21:00:00Z
$ mkt store cat bars AAPL --format csv | sed -n '1,2p;$p'
  time,open,high,low,close,volume,vwap,trades,factor,complete
  2000-03-01,118.56,132.06,118.5,130.31,9616100,,,0.03212848441263909,yes
  2013-03-01,438,438.1799,429.98,430.47,19730300,,,0.13040944338859387,yes
$ mkt store cat bars AAPL --format jsonl | head -1
  {"time":"2000-03-01","open":118.56,"high":132.06,"low":118.5,"close":130.31,"volume":9616100,"vwap":null,"trades":null,"factor":0.03212848441263909,"complete":true}
$ mkt store cat events AAPL --format csv
  date,event,from_shares,to_shares,amount
  2000-06-21,split,1,2,
  2005-02-28,split,1,2,
$ mkt store cat events AAPL --format jsonl | head -1
  {"date":"2000-06-21","event":"split","from_shares":1,"to_shares":2,"amount":null}
$ mkt store cat news MSFT --format csv | head -2
  created_at,updated_at,symbols,id,headline,source,author,summary,content,url,synthetic
  2012-09-06T21:07:00Z,2012-09-06T21:09:00Z,MSFT,9000002,"MSFT jumps 3.1% in a strong session, closing at $31.34",sample,Cleo Placeholder,The move came with trading at 1.6 times its recent average. What comes next depends on whether the new buyers stay.,,https://example.com/sample/news/9000002,yes
$ mkt store cat news --format jsonl | sed -n '1p;$='
  {"created_at":"2012-09-06T21:06:00Z","updated_at":"2012-09-06T21:07:00Z","symbols":"IBM","id":"9000001","headline":"Buyers return to International Business Machines Corporation: shares gain 2.1% to $199.10","source":"sample","author":"Ben Example","summary":"The move came with trading at 1.4 times its recent average. What comes next depends on whether the new buyers stay.","content":"","url":"https://example.com/sample/news/9000001","synthetic":true}
  60
$ mkt store cat posts IBM --format csv | head -3
  created_at,id,text,lang,author_id,author,author_name,reposts,replies,likes,quotes,synthetic
  2013-02-23T08:13:29Z,305228873597755063,Honestly mainframes is what keeps me in $IBM. It just works.,en,7017,lonely_chartist_sample,Lonely Chartist Sample,1,1,5,0,yes
  2013-02-23T11:40:52Z,305281063321134208,$IBM is a disaster. Sold everything at $201.09 and feel terrible.,en,7031,bold_reader_sample,Bold Reader Sample,1,1,6,0,yes
$ mkt store cat posts IBM --format jsonl | head -1
  {"created_at":"2013-02-23T08:13:29Z","id":"305228873597755063","text":"Honestly mainframes is what keeps me in $IBM. It just works.","lang":"en","author_id":"7017","author":"lonely_chartist_sample","author_name":"Lonely Chartist Sample","reposts":1,"replies":1,"likes":5,"quotes":0,"synthetic":true}
$ mkt store cat counts AAPL | head -3
  FRAME  START                 COUNT  COVERED
  1Hour  2013-02-22T21:00:00Z     86  2970000
  1Hour  2013-02-22T22:00:00Z     55  3600000
$ mkt store cat counts AAPL --timeframe 1Hour --format csv | head -2
  timeframe,start,count,covered_ms
  1Hour,2013-02-22T21:00:00Z,86,2970000
$ mkt store cat counts AAPL --timeframe 1Day --format jsonl | head -1
! mkt: AAPL: there are no counts in the store (`mkt store ls` lists what there is)
$ mkt store cat counts AAPL --timeframe 1Min
! mkt: AAPL: there are no counts in the store (`mkt store ls` lists what there is)
= 4
$ mkt store cat posts AAPL | head -3
  TIME                  ID                  TEXT                                                                                                                   LANG  AUTHOR  HANDLE                   NAME                     REPOSTS  REPLIES  LIKES  QUOTES  SYNTHETIC
  2013-02-23T04:16:26Z  305169218010343820  Bought more $AAPL at $450.81. Best decision this month :)                                                              en    7004    early_trader_sample      Early Trader Sample            0        0      1       0  yes
  2013-02-23T05:51:09Z  305193054239497079  $AAPL is a disaster. Sold everything at $450.81 and feel terrible.                                                     en    7010    patient_holder_sample    Patient Holder Sample          3        2     13       1  yes
$ mkt store cat posts NONE --format csv
! mkt: NONE: there are no posts in the store (`mkt store ls` lists what there is)
= 4
$ mkt store cat events IBM --feed sip --format json
! mkt: IBM: there are no events in the store (`mkt store ls` lists what there is)
= 4
$ mkt store cat bars NONE
! mkt: NONE: symbol: the store has no NONE
= 4
$ mkt store cat news --timeframe 2Min
! mkt: --timeframe: timeframe: "2Min" is none of 1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month 3Month 12Month
= 2
$ mkt store cat AAPL
! mkt: store: 'AAPL' is no kind of data (use bars, events, news, posts or counts)
= 2
$ mkt store cat bars
! mkt: store: it is not said whose bars (`mkt store ls` lists what there is)
= 2
