$ mkt indicators --format csv | grep -E '^(id|ema|macd|bbands|typprice),'
  id,name,group,parameters,outputs
  bbands,Bollinger Bands,overlap,"period=20,k=2","upper,middle,lower"
  ema,Exponential Moving Average,overlap,"period=20,seed=sma",ema
  macd,Moving Average Convergence/Divergence,momentum,"fast=12,slow=26,signal=9,seed=sma","macd,signal,histogram"
  typprice,Typical Price,price,,typprice
$ mkt indicators | grep -E '^(ID|ema|macd) '
  ID                NAME                                   GROUP       PARAMETERS                         OUTPUTS
  ema               Exponential Moving Average             overlap     period=20,seed=sma                 ema
  macd              Moving Average Convergence/Divergence  momentum    fast=12,slow=26,signal=9,seed=sma  macd,signal,histogram
$ mkt indicators --format json | grep -c '"id":"ema"'
  1
$ mkt describe bbands
  bbands: Bollinger Bands
  A moving average and bands k standard deviations above and below it.
  
  group     overlap
  inputs    a series
  outputs   upper (upper band), middle (middle band), lower (lower band)
  lookback  19 bars with bbands
  formula   middle = sma(x, N); upper, lower = middle +- k * stddev(x, N), the
            standard deviation of a population
  source    John Bollinger, Bollinger on Bollinger Bands (2001); equals TA-Lib's
            BBANDS with a simple moving average and nbdevup = nbdevdn = k.
  
  PARAMETER  NAME                 KIND  DEFAULT  LEAST    MOST  STEP  CHOICES
  period     period               int        20      1  100000     1
  k          standard deviations  real        2      0     100   0.1
$ mkt describe ema:period=50 --format csv
  parameter,name,kind,default,min,max,step,choices
  period,period,int,20,1,100000,1,
  seed,seed,enum,sma,,,,sma first
$ mkt describe macd:slow=50 | grep lookback
  lookback  57 bars with macd:slow=50
$ mkt describe typprice
  typprice: Typical Price
  The mean of high, low and close.
  
  group     price
  inputs    high, low, close
  outputs   typprice (typical price)
  lookback  0 bars with typprice
  formula   typprice[i] = (high[i] + low[i] + close[i]) / 3, added from the left
  source    Standard definition; equals TA-Lib's TYPPRICE.
$ mkt describe ema --format json | head -c 40
  {"id":"ema","name":"Exponential Moving A
\ no newline
