"""Labels texts by a scikit-learn model that Switchyard does not read itself.

An operator names it as the command of Downloads, for example ["/usr/bin/python3", "/opt/switchyard/predict.py"]. It is
started once for each archive, in the directory of its run. To load a pickle is to run what is in it: whoever can write the
tables of classifiers can then run programs as the user of this one. It needs scikit-learn in the version that the models
were made with.

in/clf.p, in/countvec.p  the classifier and the vectoriser
standard input           a line {"text": "..."} for each text
standard output          a line with the label, as a JSON string, for each text in the same order
"""

import itertools
import json
import pickle
import sys

BATCH = 1000


def main():
    # What a model prints is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    with open("in/countvec.p", "rb") as file:
        vectorizer = pickle.load(file)
    with open("in/clf.p", "rb") as file:
        classifier = pickle.load(file)

    texts = (json.loads(line)["text"] for line in open(0, encoding="utf-8", newline="\n"))
    while batch := list(itertools.islice(texts, BATCH)):
        for label in classifier.predict(vectorizer.transform(batch)):
            print(json.dumps(str(label)), file=answers)
        answers.flush()


if __name__ == "__main__":
    main()
