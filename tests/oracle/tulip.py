"""Tulip Indicators through ctypes, for the table of accuracy.py; bench/README.md says where it is from."""

import ctypes

import numpy as np

POINTER = ctypes.POINTER(ctypes.c_double)

# id: its function, our parameters as its options, our outputs in its order, our parameters under
# which we follow its conventions.
EQUIVALENTS = {
    "apo": ("apo", ["fast", "slow"], ["apo"], {"seed": "first"}),
    "aroon": ("aroon", ["period"], ["down", "up"], {}),
    "bbands": ("bbands", ["period", "k"], ["lower", "middle", "upper"], {}),
    "cci": ("cci", ["period"], ["cci"], {}),
    "ema": ("ema", ["period"], ["ema"], {"seed": "first"}),
    "linreg": ("linreg", ["period"], ["linreg"], {}),
    "linreg_slope": ("linregslope", ["period"], ["linreg_slope"], {}),
    "max": ("max", ["period"], ["max"], {}),
    "mfi": ("mfi", ["period"], ["mfi"], {}),
    "min": ("min", ["period"], ["min"], {}),
    "mom": ("mom", ["period"], ["mom"], {}),
    "ppo": ("ppo", ["fast", "slow"], ["ppo"], {"seed": "first"}),
    "returns": ("roc", ["period"], ["returns"], {}),
    "rma": ("wilders", ["period"], ["rma"], {}),
    "rsi": ("rsi", ["period"], ["rsi"], {}),
    "sma": ("sma", ["period"], ["sma"], {}),
    "stddev": ("stddev", ["period"], ["stddev"], {}),
    "stoch": ("stoch", ["k", "slowing", "d"], ["k", "d"], {}),
    "trima": ("trima", ["period"], ["trima"], {}),
    "typprice": ("typprice", [], ["typprice"], {}),
    "var": ("var", ["period"], ["var"], {}),
    "willr": ("willr", ["period"], ["willr"], {}),
    "wma": ("wma", ["period"], ["wma"], {}),
}

# Series that stand still, where it divides 0 by 0 or has another middle.
NOT_COMPARED = {
    ("rsi", "constant"),
    ("stoch", "constant"),
    ("stoch", "stretches"),
    ("willr", "constant"),
    ("willr", "stretches"),
    ("cci", "constant"),
    ("cci", "stretches"),
    ("mfi", "constant"),
    ("mfi", "stretches"),
}


class Tulip:
    def __init__(self, path):
        self.c = ctypes.CDLL(str(path))

    def version(self):
        self.c.ti_version.restype = ctypes.c_char_p
        return self.c.ti_version().decode()

    def run(self, indicator, params, columns):
        """Outputs by our names, NaN where it has none; None where it has no equivalent."""
        if indicator.id not in EQUIVALENTS:
            return None
        name, names, order, _ = EQUIVALENTS[indicator.id]
        inputs = [np.ascontiguousarray(columns[i], np.float64) for i in indicator.inputs]
        outputs = [np.full(len(inputs[0]), np.nan) for _ in order]
        options = (ctypes.c_double * max(1, len(names)))(*(params[key] for key in names))
        start = getattr(self.c, f"ti_{name}_start")(options)
        status = getattr(self.c, f"ti_{name}")(
            ctypes.c_int(len(inputs[0])),
            (POINTER * len(inputs))(*(i.ctypes.data_as(POINTER) for i in inputs)),
            options,
            (POINTER * len(outputs))(*(o[start:].ctypes.data_as(POINTER) for o in outputs)),
        )
        if status != 0:
            raise ValueError(f"{name}: status {status}")
        return dict(zip(order, outputs))
