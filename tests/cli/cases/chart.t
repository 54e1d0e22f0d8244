$ mkt import data/WALK.csv >log
$ mkt chart WALK
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  2024-01-22 to 2024-04-30  high 128.22  low 106.86
  ⠒⠒ EMA 12 122.37  ⠄⠄ EMA 26 119.26
                                                                        │ │
                                                                   ╷   ╻▄ │
                                                                  ╷╽▄╷╽┃█│├125.00
                                                                  ┃╿█╽┃│▀█│
                                                                 │┃ ▀╿│ │▀◀122.80
     ╷                                                          ╷┃╿ ╵╵⡰⠉  │
     │╷                                                       │ ╽┃╵ ⡠⠊    ├120.00
     ┃█ ╷  ╷      ╷ ╷                                         ╽╽┃╵⢠⠊   ⠠ ⠁│
    │┃▀█│╷╽▄ │╷ │╽▄▄│╽▄                   ╷               ╷╷╷╷┃╵╵⡰⠁ ⢀ ⠁   │
   ╷┃╿ ▀▀█┃█▄╽▄ ┃╿╵▀╿╿█   ╷  │╷        ╷ ╻╽▄              │┃█┃╹⢀⠜  ⠂      │
   ╽┃╵  ╵█┃│█┃█⣀┃╵⠉⠉╵╵█▄⠤╽▄⣀┃╹█╷     ╷╽▄▄┃╵█╷           ╷╻┃╹█┃⠔⠁⡀⠈        ├115.00
  │┃   ⣀⠤╵│╵││█╽┃     ⡀█╷┃█┃╿⠠█╽▄⡀╷│╽┃╿│█┃⠑█▄▄         ╽╽┃╵⣀╵⡁⠠           │
  ╽┃ ⢠⠊       │╵╵⢀ ⠂⠈  █┃╿ ╵╵ ││█│╽╽┃│  ││ ││█│⡠ ⠄││╷│╷┃││⠋⠈              │
  │╵⢠⠃       ⡀⠠ ⠁      │╵╵      ▀█┃│╵        █▄⠈⠒╻┃▀█┃▀╿╵                 │
   ⢀⠇                            █┃           █│ ┃│ ╵│                    ├110.00
  ⢠⠊                             ││           ▀█▄┃╵  ╵                    │
  ⠁                              ╵            ╵╵▀╿                        │
  ▂ ▂    ▂ ▃█  ▂     ▃       ▃  ▃▃▁   █ ▇ ▁      ▇    ▄▁▅   ▅▆         ▁  │3.4M
  █ █ ▂  █▇██ ██▅▃ ▂██▁  ▃ ▃▇█▁████▄▄ █ █▃█▅▆  ▁▅█ ▁▁ ███ ▆▇██  █   ▇ ▄█  │
  █▄█▇█▆▇████▃████▆████▆▅█▄██████████▃█▇██████▆███▃██▆███▃████▃▁█▇▂▃█▁██▇▁│
          Feb                  Mar                  Apr
$ mkt chart WALK --width 40 --height 12
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  high 128.22
  ⠒⠒ EMA 12 122.37  ⠄⠄ EMA 26 119.26
                           ╷  ╷╻▄╷│
                         ╷┃╿█┃╿╿▀█◀122.80
                      ╷ ╽┃╿⣀╵╵╵⠉⠉╵├120.00
  ╷╷              ╷╻▄╻┃╹╹╵⠊⢀ ⠄⠐ ⠁ │
  ╹█▄▄    ╷  ╷ ╻╽┃╿╹▀╹⠒⠍⠐ ⠁       │
   ╵╵█▄╷⠣╻┃█▄┃▀╿╵╵⠉               ├110.00
      ▀▀█┃╵  ╵                    │
  ▆▅▅▃▂▃▄█▁▃▃▂▇▆▇▁▅▅▇█▁ ▅▂▁▁▅ ▄▆▃ │3.2M
            Apr
$ mkt chart WALK --width 100 --height 20 --last 20 --overlay bbands:period=10,input=typprice
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  2024-04-03 to 2024-04-30  high 128.22  low 110.39  20 bars
  ⠒⠒ BB 10 2 upper of typprice 126.98  ⠄⠄ BB 10 2 middle of typprice 123.48
                                                                                 ⢀⣀⣀⣀⡠⠤│⣀⣀    │
                                                                   │⢀⣀⡠⠤⠔⠒⠊⠉⠉⠉⠉╷⠉⠁ ┃  ▐█▌ ⠉╷  │
                                                               ╽⢀⡠⠒┃⠁ ▐█▌  │   ┃   ╿  ▐█▌ ▗▄▖ ├125.00
                                                           │ ⣀⠤┃⠁  ╵  ▐█▌  ┃   ╿   ╵ ⢀ │⠠ ▐█▌ ◀122.80
                                                       ╷⣀⡠⠔╽⠉  ┃       ╵   │  ⡀╵ ⠂⠈ ⠁      ╵  │
                                               │ ⢀⡠⠤⠔⠒⠊╽   ┃   ╵      ⢀ ⡀⠠ ⠂⠈              ⠄  ├120.00
                                            ⣀⡠⠔┃⠉⠁ ╿   ╿   ╵   ⡀⠠ ⠄⠐ ⠁                 ⠤⠒⠁    │
                               │  ⢀╽⣀⡠▗▄▖⠒⠊╽   ┃       ╵ ⡀⠠ ⠂⠈                   ⡀ ⠒⠉⠁        │
                           ╷⢀⣀⡠╽⠒⠊⠁┃  ▐█▌  ┃       ⡀⠠ ⠂⠈                     ⡀ ⠒⠉             ├115.00
                   ╷⢀⣀⡠│⠔⠒⠊┃⠁  ╿       │  ⡀╵ ⠄⠐ ⠂⠈                     ⣀⡠⠄ ⠒⠉                 │
               ╷⠉⠉⠉┃⠁  ╿   ╿   ⢀ ⠄⠐ ⠂⠈ ⠁⠈                  ⣀⣀⡀ ⠤⠤⠄ ⠒⠊⠁                        │
              ▝▀▘ ⡀╿ ⡀⠠╵⠄⠐ ⠂⠈ ⠁                    ⣀⠤⠄ ⠉⠉⠁                                    │
                               ⣀⣀⡀ ⣀⣀⡀ ⠤⠤⠄ ⠒⠒⠂ ⠒⠊⠁                                            ├110.00
               ⠤⠤⠄ ⠤⠤⠄ ⠤⠤⠄ ⠒⠊⠁                                                                │
               ▆   ▄   ▇       ▂   ▃   ▇   █           ▃               ▃       ▁   ▄          │3.1M
               █   █   █   ▂   █   █   █   █   ▂   ▁   █   ▅   ▁   ▂   █   ▁   █   █   ▅   ▁  │
               2024-04-03  Apr 8               Apr 15              Apr 22              Apr 29
$ mkt chart WALK --width 60 --height 16 --ascii
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  2024-02-19 to 2024-04-30  high 128.22
  . EMA 12 122.37  : EMA 26 119.26
                                               |   || |
                                              OO#|OO##|
                                             |O|#OO||#<122.80
                                          | OOO .|..  +120.00
                                          OOO|... ::::|
  #|  | |O#       || OO#              OO#OO...::::    |
  ##:O#OOO#O# |||OO##O:###         |OOO.#O::::        |
   #OO#O| #O##OOOO  || ||#|:::O##O#OO|:::             |
            |#O|         ##| OO|#O||                  +110.00
             ||           ###O                        |
        .# .###   # # ...   .#    ### ..##  .   .  #  |3.3M
  ####.##########.############.######.####..##..#.###.|
           Mar                  Apr
$ LC_ALL=C mkt chart WALK --width 60 --height 16 | LC_ALL=C grep -c '[^ -~]'
  0
= 1
$ mkt chart WALK --width 60 --height 14 --overlay none --timeframe 1Week
  WALK  122.80 USD  -3.56 (-2.82%)  still forming
  1Week file:WALK split  2024-01-01 to 2024-04-29  high 128.22
                                                  ╻ ╏ │
                                                ┃ ╿ ╏ │
                        ╷                       ┃ ╵ ╏ ◀122.80
                        ╽ ▄ ╷ ╽ ▄       ╷     ╷ ┃     │
                        ┃ ▀ ╿ ╿ █ │   ┃ █   ╷ ┃ ╹     │
                      ╻ ┃ ╵ │   ▀ ╿ ▀ ╿ █ ╽ ┃ ╿       │
                    ╷ ┃ ╵           │   █ ┃ │         ├110.00
                  ╻ ┃ ╿             ╵   ╵ ╵           │
                  ┃ │                                 │
                  ┃ ╵                                 ├100.00
                  ▃ █ ▅ ▆ ▆ ▇ ▆ ▄ ▇ █ ▇ ▆ ▆ ▇ ▇ ▃ ▅ ▁ │11.3M
                            Feb     Mar     Apr
$ mkt chart WALK --width 20 --height 8
  WALK  122.80 USD
  1Day file:WALK split
  ⠒⠒ EMA 12 122.37
      ╷╽▄╷╻╽▄╷│
    ╷╽┃╹█┃╿╵▀▀◀122.80
  ╽╽┃╿╵⠒⠒⢉ ⠄⠠ ├120.00
  ╹⢒⠒⠅⠐ ⠁     │
  2024-04-15
$ mkt chart WALK --width 30 --height 10 --last 1
  WALK  122.80 USD
  1Day file:WALK split  1 bar
  ⠒⠒ EMA 12 122.37
                     │  ├125.00
                    ▐█▌ │
                    ▐█▌ ◀122.80
                     ╵  │
                        │
                     ⡀  ├120.00
                     2024-04-30
$ COLUMNS=50 LINES=12 mkt chart WALK | head -3
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  2024-03-04 to 2024-04-30
  ⠒⠒ EMA 12 122.37  ⠄⠄ EMA 26 119.26
# Colours: 24 bits, 256, 16, none.
$ COLORTERM=truecolor mkt chart WALK --width 30 --height 10 --color always | sed 's/\x1b/ESC/g'
  WALK  122.80 USD
  ESC[38;2;128;134;144m1Day file:WALK splitESC[0m
  ESC[38;2;240;190;60m⠒⠒ EMA 12 122.37ESC[0m
                 ESC[38;2;38;190;160m╷  ╷╻ESC[0mESC[38;2;235;83;80m╽╷ESC[0mESC[38;2;128;134;144m│ESC[0m
               ESC[38;2;38;190;160m╷┃╹ESC[0mESC[38;2;235;83;80m┃ESC[0mESC[38;2;38;190;160m┃╿╹ESC[0mESC[38;2;235;83;80m╿┃ESC[0m◀ESC[7m122.80ESC[0m
            ESC[38;2;38;190;160m╽╻╽┃╹ESC[0mESC[38;2;240;190;60m⣀⠤ESC[0mESC[38;2;38;190;160m╵ESC[0mESC[38;2;240;190;60m⠉ESC[0mESC[38;2;90;160;250m⣀⣀⡀ESC[0mESC[38;2;128;134;144m├120.00ESC[0m
        ESC[38;2;38;190;160m╽╽ESC[0mESC[38;2;235;83;80m╽ESC[0mESC[38;2;38;190;160m╽┃╵╵ESC[0mESC[38;2;240;190;60m⠒ESC[0mESC[38;2;90;160;250m⣉⠤⠤⠒⠉   ESC[0mESC[38;2;128;134;144m│ESC[0m
  ESC[38;2;235;83;80m╷ESC[0mESC[38;2;38;190;160m╷ESC[0mESC[38;2;235;83;80m╷ESC[0mESC[38;2;38;190;160m╽╽┃╹ESC[0mESC[38;2;90;160;250m⠤ESC[0mESC[38;2;235;83;80m╹ESC[0mESC[38;2;38;190;160m╹ESC[0mESC[38;2;90;160;250m⠛⠒⠉⠉        ESC[0mESC[38;2;128;134;144m│ESC[0m
  ESC[38;2;235;83;80m╿ESC[0mESC[38;2;38;190;160m╿ESC[0mESC[38;2;235;83;80m╹ESC[0mESC[38;2;38;190;160m╹╵                 ESC[0mESC[38;2;128;134;144m├110.00ESC[0m
  ESC[38;2;128;134;144m2024-04-01ESC[0m
$ CLICOLOR_FORCE=1 mkt chart WALK --width 30 --height 10 | grep -o '38;5;[0-9]*' | LC_ALL=C sort -u
  38;5;203
  38;5;220
  38;5;244
  38;5;43
  38;5;75
$ TERM=xterm CLICOLOR_FORCE=1 mkt chart WALK --width 30 --height 10 | sed 's/\x1b\[\([0-9]*\)m/\n<\1>\n/g' | grep '^<' | LC_ALL=C sort -u
  <0>
  <31>
  <32>
  <33>
  <36>
  <7>
  <90>
$ NO_COLOR=1 CLICOLOR_FORCE=1 mkt chart WALK --width 30 --height 10 | grep -c $'\x1b'
  0
= 1
# No line is wider than asked, none has blanks at its end.
$ for w in 20 33 57 80 200; do mkt chart WALK --width $w --height 18 >drawn; wc -L <drawn; grep ' $' drawn; done
  20
  33
  56
  79
  199
= 1
$ for h in 8 9 13 60; do mkt chart WALK --height $h | wc -l; done
  8
  9
  13
  60
