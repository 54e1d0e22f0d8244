# Nothing on stdout, one line on stderr that says what to do, exit status 2.
$ mkt
! mkt: commands: a command is missing (see `mkt --help`)
= 2
$ mkt frobnicate
! mkt: commands: there is no command 'frobnicate' (see `mkt --help`)
= 2
$ mkt brs AAPL
! mkt: commands: there is no command 'brs' (did you mean bars?)
= 2
$ mkt indicater ema AAPL
! mkt: commands: there is no command 'indicater' (did you mean indicator?)
= 2
$ mkt bars
! mkt: bars: a word is missing (usage: mkt bars SYMBOL)
= 2
$ mkt bars AAPL TSLA
! mkt: bars: one word too many: 'TSLA' (usage: mkt bars SYMBOL)
= 2
$ mkt bars AAPL --frm 2024-01-01
! mkt: bars: there is no option --frm (did you mean --from?)
= 2
$ mkt bars AAPL --from
! mkt: --from: its value is missing: --from TIME
= 2
$ mkt bars AAPL --last 5
! mkt: bars: there is no option --last (see `mkt bars --help`)
= 2
$ mkt bars AAPL --format xml
! mkt: --format: 'xml' is none of its values (use table, csv, json or jsonl)
= 2
$ mkt bars AAPL --strict=1
! mkt: bars: there is no option --strict (see `mkt bars --help`)
= 2
$ mkt indicator ema data/close.csv --strict=1
! mkt: --strict: it takes no value (leave the = out)
= 2
$ mkt bars AAPL -f
! mkt: bars: there is no option -f (options are written --name)
= 2
$ mkt bars AAPL --from yesterday
! mkt: --from: "yesterday" is neither a date (YYYY-MM-DD) nor an RFC 3339 time (write a date as 2022-01-03 or a time as 2022-01-03T14:30:00Z)
= 2
$ mkt bars AAPL --timeframe 2Day
! mkt: --timeframe: "2Day" is none of 1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month 3Month 12Month
= 2
$ mkt bars AAPL --adjust none
! mkt: --adjust: "none" is none of raw split all (use raw, split or all)
= 2
$ mkt bars AAPL --range 1Y --from 2024-01-01
! mkt: --range: range and from contradict each other (give one of them)
= 2
$ mkt bars 'A B'
! mkt: A B: 'A B' is not a valid symbol (write it as AAPL or BRK.B)
= 2
$ mkt bars ABCDEFGHIJKLMNOPQ
! mkt: ABCDEFGHIJKLMNOPQ: 'ABCDEFGHIJKLMNOPQ' is not a valid symbol (write it as AAPL or BRK.B)
= 2
$ mkt chart AAPL --width 5
! mkt: --width: '5' is not a whole number from 20 to 1000
= 2
$ mkt chart AAPL --width 5x
! mkt: --width: '5x' is not a whole number from 20 to 1000
= 2
$ mkt chart AAPL --height 99999999999999999999
! mkt: --height: '99999999999999999999' is not a whole number from 8 to 1000
= 2
$ mkt chart AAPL --format json
! mkt: --format: a chart is drawn, not listed (use `mkt bars`)
= 2
$ mkt chart AAPL --overlay rsi
! mkt: --overlay: rsi does not share the price axis (use `mkt indicator`)
= 2
$ mkt store frob
! mkt: store: it cannot 'frob' (use ls, cat, backup, restore, verify or path)
= 2
$ mkt store verfy
! mkt: store: it cannot 'verfy' (did you mean verify?)
= 2
$ mkt store backup
! mkt: store: a word is missing (usage: mkt store ls|cat WHAT|backup FILE|restore FILE|verify|path)
= 2
$ mkt store verify now
! mkt: store: one word too many: 'now' (usage: mkt store ls|cat WHAT|backup FILE|restore FILE|verify|path)
= 2
$ mkt --store s3://bucket symbols
! mkt: store: bucket: the credentials endpoint answers HTTP 403 (choose another place with --store, or change its permissions)
= 1
$ mkt --color blue symbols
! mkt: --color: 'blue' is none of its values (use auto, always or never)
= 2
$ mkt serve --port 65536
! mkt: --port: '65536' is not a whole number from 0 to 65535
= 2
$ mkt serve --bind 0.0.0.0
! mkt serve: other machines can reach 0.0.0.0 and the dashboard has no login; add --allow-remote if that is meant
= 2
# An argument cannot steer the terminal through an error.
$ mkt bars AAPL $'\033[31mred\n'
! mkt: bars: one word too many: '?[31mred?' (usage: mkt bars SYMBOL)
= 2
