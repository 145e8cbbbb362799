"""Prints the polynomial coefficients of Elementary.*.cs. Needs nothing but Python: python3 fit_polynomials.py

Each polynomial is the minimax fit in relative error of the function it serves, found by Remez's exchange in
50 digits; its coefficients are then rounded to single precision. The errors printed, in units of 2^-24, are
those of the polynomials, evaluated exactly; what rounding adds is measured by
tests/Numerics/ElementaryAccuracyTests.cs.
"""
import struct
from decimal import Decimal as D, getcontext

getcontext().prec = 50
PI = D('3.14159265358979323846264338327950288419716939937511')
LN2 = D(2).ln()
GRID = 2000


def cos(x, start=0):
    """Cosine, or with start=1 sine, by Taylor's series."""
    term, total, k = x ** start if start else D(1), D(0), start
    while abs(term) > D(10) ** -48:
        total += term
        term *= -x * x / ((k + 1) * (k + 2))
        k += 2
    return total


def sin(x):
    return cos(x, start=1)


def tanh(x):
    return 1 - 2 / ((2 * x).exp() + 1)


def solve(rows):
    """Gauss-Jordan elimination of rows [matrix | right-hand side]."""
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(len(rows)):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [row[-1] / row[i] for i, row in enumerate(rows)]


def evaluate(coefficients, x):
    total = D(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def single(value):
    return D(struct.unpack('f', struct.pack('f', float(value)))[0])


def fit(name, target, weight, low, high, degree):
    """Minimises the largest |weight(x) (polynomial(x) - target(x))| on [low, high]."""
    low, high, n = D(low), D(high), degree + 2
    xs = [low + (high - low) * k / (GRID - 1) for k in range(GRID)]
    table = [(x, target(x), abs(weight(x))) for x in xs]
    chosen = [int((GRID - 1) * (1 - cos(PI * (k + D('0.51')) / n)) / 2) for k in range(n)]
    for _ in range(12):
        coefficients = solve([
            [x ** k for k in range(degree + 1)] + [(-1) ** i / w, t]
            for i, (x, t, w) in enumerate(table[k] for k in chosen)])[:-1]
        errors = [w * (evaluate(coefficients, x) - t) for x, t, w in table]
        extrema = []
        for i, e in enumerate(errors):
            if extrema and (errors[extrema[-1]] > 0) == (e > 0):
                if abs(e) > abs(errors[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > n:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        chosen = extrema
    rounded = [single(c) for c in coefficients]
    error = max(abs(w * (evaluate(rounded, x) - t)) for x, t, w in table)
    print(f'{name}: error {float(error) * 2 ** 24:.3f}')
    for k, c in enumerate(rounded):
        print(f'    {k}: {float(c):.9g}')


if __name__ == '__main__':
    # 1 + r + r^2 p(r) = e^r
    fit('exp', lambda r: (r.exp() - 1 - r) / r ** 2, lambda r: r ** 2 / r.exp(), -LN2 / 2, LN2 / 2, 4)
    # f - f^2 / 2 + f^3 p(f) = log(1 + f)
    fit('log', lambda f: ((1 + f).ln() - f + f ** 2 / 2) / f ** 3, lambda f: f ** 3 / (1 + f).ln(),
        1 / D(2).sqrt() - 1, D(2).sqrt() - 1, 7)
    # The others are in y = r^2: r + r^3 p(y) = tanh r or sin r, and 1 - y / 2 + y^2 p(y) = cos r.
    # Far out the nearest quarter turn is sometimes missed, hence angles up to 0.82 and not pi / 4.
    tiny = D('1e-6')
    fit('tanh', lambda y: (tanh(y.sqrt()) / y.sqrt() - 1) / y, lambda y: y * y.sqrt() / tanh(y.sqrt()),
        tiny, D('0.26') ** 2, 2)
    fit('sin', lambda y: (sin(y.sqrt()) / y.sqrt() - 1) / y, lambda y: y * y.sqrt() / sin(y.sqrt()),
        tiny, D('0.82') ** 2, 2)
    fit('cos', lambda y: (cos(y.sqrt()) - 1 + y / 2) / y ** 2, lambda y: y ** 2 / cos(y.sqrt()),
        tiny, D('0.82') ** 2, 2)
