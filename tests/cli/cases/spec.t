# What is wrong with a specification is said before a store or file is opened.
$ mkt indicator emma AAPL
! mkt: emma: there is no indicator 'emma' (did you mean ema?)
= 2
$ mkt indicator zzz AAPL
! mkt: zzz: there is no indicator 'zzz' (the indicators are listed by `mkt indicators`)
= 2
$ mkt indicator ema: AAPL
! mkt: ema:: NAME=VALUE is expected, not '' (write it as ema:period=12,seed=first)
= 2
$ mkt indicator ema:perod=3 AAPL
! mkt: ema:perod=3: unknown parameter 'perod'; ema has period, seed
= 2
$ mkt indicator ema:period=0 AAPL
! mkt: ema:period=0: ema: period = 0 is too small (allowed: a whole number from 1 to 100000)
= 2
$ mkt indicator ema:period=1e9 AAPL
! mkt: ema:period=1e9: ema: period = 1000000000 is too large (allowed: a whole number from 1 to 100000)
= 2
$ mkt indicator ema:seed=last AAPL
! mkt: ema:seed=last: ema: seed = 'last' is not a known choice (allowed: one of sma, first)
= 2
$ mkt indicator ema:period=3,period=4 AAPL
! mkt: ema:period=3,period=4: given twice: 'period' (write it as ema:period=12,seed=first)
= 2
$ mkt indicator macd:fast=30 AAPL
! mkt: macd:fast=30: macd: fast = 30 must be less than slow = 26
= 2
$ mkt indicator ema ema AAPL
! mkt: SPEC: two columns would be called ema (give one a label: slow=ema:period=26)
= 2
$ mkt indicator time=ema AAPL
! mkt: SPEC: a column cannot be called time (choose another label)
= 2
$ mkt indicator 1x=ema AAPL
! mkt: 1x=ema: '1x' is not a label (a label is a letter and up to 31 letters, digits, _ . -; parameters follow a colon: ema:period=12)
= 2
$ mkt indicator ema:input=middle AAPL
! mkt: ema:input=middle: there is no input 'middle' (use close, open, high, low, volume or typprice)
= 2
$ mkt indicator ema:input=open,input=low AAPL
! mkt: ema:input=open,input=low: input is given twice (name it once)
= 2
$ mkt indicator stoch:input=open AAPL
! mkt: stoch:input=open: stoch chooses its own columns and takes no input (leave input= out)
= 2
$ mkt indicator ema:input2=open AAPL
! mkt: ema:input2=open: ema takes no second input (leave input2= out)
= 2
$ mkt indicator =ema AAPL
! mkt: =ema: '' is not a label (a label is a letter and up to 31 letters, digits, _ . -; parameters follow a colon: ema:period=12)
= 2
$ mkt indicator "" AAPL
! mkt: SPEC: an indicator is missing (write it as ema:period=12)
= 2
$ mkt indicator ema AAPL --input typical
! mkt: --input: there is no input 'typical' (use close, open, high, low, volume or typprice)
= 2
$ mkt indicator sma ema rma rsi macd bbands stoch min max stddev typprice a=sma b=sma c=sma d=sma e=sma f=sma AAPL
! mkt: indicator: one word too many: 'AAPL' (usage: mkt indicator SPEC... SOURCE)
= 2
$ mkt describe emma
! mkt: emma: there is no indicator 'emma' (did you mean ema?)
= 2
