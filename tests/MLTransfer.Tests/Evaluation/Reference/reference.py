"""Made predictions.csv and metrics.csv, once: python3 reference.py, with scikit-learn 1.2.1, SciPy 1.10.1 and NumPy 1.24.2.

Scores are 64ths, which floats hold exactly, so that many are equal; a class is rare. SciPy gives Wilson's intervals and McNemar's test.
"""
import numpy as np
from scipy.stats import binomtest
from sklearn import metrics

names = ["ant", "bee", "cat", "dog"]
rng = np.random.default_rng(7)
truth = rng.choice(4, size=150, p=[.4, .35, .22, .03])
logits = rng.normal(size=(150, 4)) + 1.3 * np.eye(4)[truth]
shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
parts = np.floor(shares * 60).astype(int) + 1
parts[np.arange(150), parts.argmax(1)] += 64 - parts.sum(1)
scores = parts / 64
called = scores.argmax(1)

with open("predictions.csv", "w") as file:
    for label, row in zip(truth, parts):
        file.write(",".join([names[label], *map(str, row)]) + "\n")

values = {}
precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, called, labels=range(4))
for i, name in enumerate(names):
    values |= {f"precision {name}": precision[i], f"recall {name}": recall[i], f"F1 {name}": f1[i], f"support {name}": support[i]}
    values[f"ROC AUC {name}"] = metrics.roc_auc_score(truth == i, scores[:, i])
    values[f"average precision {name}"] = metrics.average_precision_score(truth == i, scores[:, i])
values["accuracy"] = metrics.accuracy_score(truth, called)
values["balanced accuracy"] = metrics.balanced_accuracy_score(truth, called)
values["log loss"] = metrics.log_loss(truth, scores)
values["macro F1"] = f1.mean()
values["macro ROC AUC"] = metrics.roc_auc_score(truth, scores, multi_class="ovr")
for right, of, level in [(87, 100, .95), (0, 10, .95), (10, 10, .99), (1, 3, .5), (4990, 5000, .999)]:
    interval = binomtest(right, of).proportion_ci(level, method="wilson")
    values |= {f"Wilson lower {right} {of} {level}": interval.low, f"Wilson upper {right} {of} {level}": interval.high}
for first, second in [(0, 1), (3, 11), (10, 10), (25, 41), (300, 350), (1, 30), (2000, 2600)]:
    values[f"McNemar {first} {second}"] = binomtest(first, first + second).pvalue

with open("metrics.csv", "w") as file:
    for name, value in values.items():
        file.write(f"{name},{float(value)!r}\n")
