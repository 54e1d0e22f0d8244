# The most frequent words, with bars.
$ mkt words data/headlines.txt --top 6
  WORD     COUNT  SHARE
  New          4  ████████████████████████████████████████
  York         4  ████████████████████████████████████████
  Bank         4  ████████████████████████████████████████
  Reuters      3  ██████████████████████████████
  stock        3  ██████████████████████████████
  rise         2  ████████████████████
$ mkt words data/headlines.txt --top 4 --ascii
  WORD     COUNT  SHARE
  New          4  ########################################
  York         4  ########################################
  Bank         4  ########################################
  Reuters      3  ##############################
$ COLUMNS=30 LC_ALL=C mkt words data/headlines.txt --top 3
  WORD  COUNT  SHARE
  New       4  ###############
  York      4  ###############
  Bank      4  ###############
$ mkt words data/headlines.txt --top 5 --format csv
  word,count,score,weight,collocation
  New,4,4,1,no
  York,4,4,1,no
  Bank,4,4,1,no
  Reuters,3,3,0.75,no
  stock,3,3,0.75,no
$ mkt words data/headlines.txt --top 2 --format json
  [
  {"word":"New","count":4,"score":4,"weight":1,"collocation":false},
  {"word":"York","count":4,"score":4,"weight":1,"collocation":false}
  ]
# From standard input, with an option each.
$ mkt words --top 3 --no-collocations --format csv <data/headlines.txt
  word,count,score,weight,collocation
  New,4,4,1,no
  York,4,4,1,no
  Bank,4,4,1,no
$ mkt words - --top 3 --threshold 2 --across --format csv <data/headlines.txt
  word,count,score,weight,collocation
  New York,4,4,1,yes
  Federal Reserve,2,2,0.5,yes
  York Bank,2,2,0.5,yes
$ mkt words data/headlines.txt --stopwords data/boilerplate.txt --no-plurals --format csv | grep -ci 'reuters\|reporting\|stocks\|banks'
  2
$ mkt words data/headlines.txt --numbers --format csv | grep 2024
  2024,1,1,0.25,no
$ mkt words data/headlines.txt --no-numbers --format csv | grep -c 2024
  0
= 1
$ mkt words data/headlines.txt --no-stopwords --top 1 --format csv
  word,count,score,weight,collocation
  New,4,4,1,no
$ mkt words data/headlines.txt --min-length 7 --format csv
  word,count,score,weight,collocation
  Reuters,3,3,1,no
  Federal,2,2,0.6666666666666666,no
  Reserve,2,2,0.6666666666666666,no
  Reporting,1,1,0.3333333333333333,no
# The same words weigh less where they are usual.
$ mkt words data/headlines.txt --background data/headlines.txt --top 3
  WORD  COUNT  SCORE  SHARE
  Bank      4   6.77  ████████████████████████████████████████
  New       4   5.62  █████████████████████████████████▎
  York      4   5.62  █████████████████████████████████▎
# Names are counted whole.
$ mkt words data/names.txt --items --no-plurals
  WORD      COUNT  SHARE
  Jane Doe      2  ████████████████████████████████████████
  AAPL          1  ████████████████████
  AAPLS         1  ████████████████████
# An object a line.
$ printf '{"text":"Up up up"}\n\n{"text":1}\n{"text":"caf\\u00e9"}\n' | mkt words --input jsonl --no-stopwords --format csv
  word,count,score,weight,collocation
  up,3,3,1,no
  café,1,1,0.3333333333333333,no
! mkt: stdin: line 3, byte 1: its member `text` is not a text
= 3
$ mkt words /dev/null
  WORD  COUNT  SHARE
$ mkt words /dev/null --format json
  []
# Control characters do not reach the terminal.
$ printf 'a\033[31mred\n' | mkt words --items
  WORD       COUNT  SHARE
  a?[31mred      1  ████████████████████████████████████████
# Mistakes.
$ mkt words nowhere.txt
! mkt: nowhere.txt: cannot open: No such file or directory
= 4
$ mkt words data/headlines.txt --stopwords nowhere.txt
! mkt: nowhere.txt: cannot open: No such file or directory
= 4
$ mkt words data/headlines.txt --background nowhere.txt
! mkt: nowhere.txt: cannot open: No such file or directory
= 4
$ mkt words --input xml
! mkt: --input: 'xml' is none of its values (use lines or jsonl)
= 2
$ mkt words --numbers --no-numbers
! mkt: --numbers: numbers and no-numbers contradict each other (give one of them)
= 2
$ mkt words --top 0
! mkt: --top: '0' is not a whole number from 1 to 1000000
= 2
$ mkt words --stopword x
! mkt: words: there is no option --stopword (did you mean --stopwords?)
= 2
$ mkt words a.txt b.txt
! mkt: words: one word too many: 'b.txt' (usage: mkt words [FILE|-])
= 2
# A byte order mark is no text.
$ printf '\xef\xbb\xbf{"text":"word"}\n' | mkt words --input jsonl --format csv
  word,count,score,weight,collocation
  word,1,1,1,no
