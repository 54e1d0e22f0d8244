$ mkt import data/WALK.csv >log
# A reader that has seen enough ends mkt quietly.
$ mkt --store sqlite:sample.db sample >log
$ mkt --store sqlite:sample.db bars AAPL --format csv | head -1; echo "status ${PIPESTATUS[0]}"
  time,open,high,low,close,volume
  status 141
$ (trap '' PIPE; mkt --store sqlite:sample.db bars AAPL) | head -1; echo "status ${PIPESTATUS[0]}"
  AAPL  Apple Inc.  1Day  sample  split  USD  as of 2013-03-01
  status 141
# A full disk, a closed stdout.
$ mkt bars WALK >/dev/full
! mkt: standard output: cannot write: No space left on device (the answer is not complete)
= 1
$ mkt bars WALK --format csv >/dev/full
! mkt: standard output: cannot write: No space left on device (the answer is not complete)
= 1
$ mkt version >/dev/full
! mkt: standard output: cannot write: No space left on device (the answer is not complete)
= 1
$ mkt --help >/dev/full
! mkt: standard output: cannot write: No space left on device (the answer is not complete)
= 1
$ mkt bars WALK >&-
! mkt: standard output: cannot write: Bad file descriptor (the answer is not complete)
= 1
# A closed stderr or stdin does no harm.
$ mkt bars NONE 2>&-
= 4
$ mkt bars WALK --to 2024-01-02 --format csv <&-
  time,open,high,low,close,volume
  2024-01-02,100,103.01,99.46,102.04,724200
$ mkt import - --symbol X <&-
! mkt: stdin: the input is empty
= 1
