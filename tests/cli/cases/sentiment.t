# Texts, a line each.
$ printf 'VADER is smart, handsome, and funny!\n\nToday SUX!\r\nplain' | mkt sentiment
  ID    NEG    NEU    POS  COMPOUND  LABEL     TEXT
  1   0.000  0.248  0.752    0.8439  positive  VADER is smart, handsome, and funny!
  2   0.000  0.000  0.000    0.0000  neutral
  3   0.779  0.221  0.000   -0.5461  negative  Today SUX!
  4   0.000  1.000  0.000    0.0000  neutral   plain
$ printf 'The plot was good, but the characters are uncompelling.\n' | mkt sentiment - --format csv
  id,neg,neu,pos,compound,label,text
  1,0.208,0.619,0.173,-0.1027,negative,"The plot was good, but the characters are uncompelling."
$ printf 'not bad\n' | mkt sentiment --format json
  [
  {"neg":0.0,"neu":0.26,"pos":0.74,"compound":0.431,"label":"positive"}
  ]
# A zero keeps its sign.
$ echo 'amorphous w aml w abuse' | mkt sentiment --format jsonl
  {"neg":0.458,"neu":0.169,"pos":0.373,"compound":-0.0,"label":"neutral"}
$ echo 'adverseness w accomplished w abandons' | mkt sentiment --format csv
  id,neg,neu,pos,compound,label,text
  1,0.443,0.227,0.33,-0,neutral,adverseness w accomplished w abandons
# A byte order mark is no text.
$ printf '\xef\xbb\xbfgood\n' | mkt sentiment --format jsonl --explain
  {"neg":0.0,"neu":0.0,"pos":1.0,"compound":0.4404,"label":"positive","tokens":[{"token":"good","begin":0,"end":4,"base":1.9,"valence":1.9,"rules":""}]}
$ printf '\xef\xbb\xbf{"text":"good"}\n' | mkt sentiment --input jsonl --format jsonl
  {"neg":0.0,"neu":0.0,"pos":1.0,"compound":0.4404,"label":"positive"}
# What is behind a NUL stays; bytes that are no UTF-8 are told.
$ printf 'good\0bad \xe2\x82 x\n' | mkt sentiment --format csv
  id,neg,neu,pos,compound,label,text
  1,0,1,0,0,neutral,good�bad � x
$ printf 'a\0b\n' | mkt sentiment --explain --format csv
  line,token,begin,end,base,valence,rules
  1,a�b,0,3,0,0,
$ printf 'a\0b\n' | mkt sentiment
  ID    NEG    NEU    POS  COMPOUND  LABEL    TEXT
  1   0.000  1.000  0.000    0.0000  neutral  a�b
# Objects: bad lines are told and left out, the order and the id stay.
$ mkt sentiment data/posts.jsonl --input jsonl --format jsonl
  {"id":7,"neg":0.087,"neu":0.321,"pos":0.592,"compound":0.8999,"label":"positive"}
  {"id":"a","neg":0.0,"neu":0.26,"pos":0.74,"compound":0.431,"label":"positive"}
  {"neg":0.0,"neu":1.0,"pos":0.0,"compound":0.0,"label":"neutral"}
! mkt: data/posts.jsonl: line 2, byte 1: its member `text` is not a text
! mkt: data/posts.jsonl: line 3, byte 1: it is not a JSON object
= 3
$ mkt sentiment data/posts.jsonl --input jsonl 2>&1
  mkt: data/posts.jsonl: line 2, byte 1: its member `text` is not a text
  mkt: data/posts.jsonl: line 3, byte 1: it is not a JSON object
  ID    NEG    NEU    POS  COMPOUND  LABEL     TEXT
  7   0.087  0.321  0.592    0.8999  positive  VADER is smart, handsome, and funny! 😂 café
  a   0.000  0.260  0.740    0.4310  positive  not bad
  6   0.000  1.000  0.000    0.0000  neutral   plain
= 3
# What each word gave.
$ echo 'this is NOT very good 😂' | mkt sentiment --explain
  LINE  TOKEN  BEGIN  END  BASE  VALENCE  RULES
     1  this       0    4   0.0   0.0000
     1  is         5    7   0.0   0.0000
     1  NOT        8   11   0.0   0.0000
     1  very      12   16   0.0   0.0000
     1  good      17   21   1.9  -1.6228  booster negated
     1  😂         22   26   0.0   0.0000
     1  😂         22   26   0.0   0.0000
     1  😂         22   26  -0.9  -0.9000
     1  😂         22   26   0.0   0.0000
     1  😂         22   26   2.8   2.8000
$ echo 'kind of good' | mkt sentiment --explain --format jsonl --profile modern
  {"neg":0.0,"neu":0.277,"pos":0.723,"compound":0.3832,"label":"positive","tokens":[{"token":"kind of","begin":0,"end":7,"base":0,"valence":0,"rules":""},{"token":"good","begin":8,"end":12,"base":1.9,"valence":1.607,"rules":"dampener"}]}
# Words of one's own.
$ echo 'bullish, to the moon, bad' | mkt sentiment --lexicon data/words.tsv --format jsonl
  {"neg":0.0,"neu":0.118,"pos":0.882,"compound":0.8176,"label":"positive"}
$ echo 'bullish' | mkt sentiment --lexicon data/bad_words.tsv
! mkt: data/bad_words.tsv: line 2: the line has no tab between word and value
= 1
$ printf '$gme\t2\nfine\t1\nu.s. debt\t-1\n' >dead.tsv; echo '$gme' | mkt sentiment --lexicon dead.tsv --format jsonl
  {"neg":0.0,"neu":1.0,"pos":0.0,"compound":0.0,"label":"neutral"}
! mkt: dead.tsv: 2 words can match no text, the first in line 1: texts are read in lower case, split at white space, without punctuation around words
$ echo 'bullish' | mkt sentiment --lexicon nowhere.tsv
! mkt: nowhere.tsv: cannot open: No such file or directory
= 4
$ echo 'ok! no.' | mkt sentiment --profile nltk --format jsonl
  {"neg":0.5,"neu":0.0,"pos":0.5,"compound":0.0,"label":"neutral"}
# Mistakes.
$ mkt sentiment data
! mkt: data: cannot read: Is a directory
= 1
$ mkt sentiment nowhere.txt
! mkt: nowhere.txt: cannot open: No such file or directory
= 4
$ mkt sentiment --input xml
! mkt: --input: 'xml' is none of its values (use lines or jsonl)
= 2
$ mkt sentiment --profile vadr
! mkt: --profile: 'vadr' is none of its values (use vader, nltk, modern or vader-head)
= 2
