"""LabelForward's own libraries beside ours: fills its tables with real models, and says what its archive would be.

DATABASE fill           makes texts, labels, a vectoriser and five classifiers in empty tables: of four labels, of two, naive Bayes, of numbers, and a support vector machine
DATABASE check ID ZIP   compares the files of an archive with pandas' output for the same tables: to the byte, and as pandas reads them
"""

import datetime
import io
import pickle
import random
import sys
import warnings
import zipfile

import pandas
import psycopg2
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

LABELS = ["animals", "plants", "stars/planets", "Gemüse"]
WORDS = [["cat", "dog", "otter", "Ærfugl", "x²"], ["oak", "moss", "fern", "Straße"], ["moon", "comet", "Σείριος", "सूर्य"], ["leek", "beet", "naïve", "İsot"]]
COMMON = ["the", "of", "a/b", '"so"', "<&>", "\\", "\n", "\t", "\u2019", "\U0001f600", "\x7f", "\x01", "10½", "e\u0301a"]
TEXT_QUERY = "SELECT * FROM text_data WHERE major_label IS {} NULL ORDER BY text_id"
STAMP_QUERY = "SELECT * FROM sample_timestamps ORDER BY stamp_id"


def make_text(rng, topic):
    words = rng.choices(WORDS[topic], k=rng.randint(1, 6)) + rng.choices(COMMON, k=rng.randint(0, 6))
    rng.shuffle(words)
    return " ".join(words)


def train(vectorizer, texts, labels, model=None):
    model = model or LogisticRegression(random_state=42, max_iter=100000)
    return model.fit(vectorizer.transform(texts), labels)


def fill(connection, count=400, labelled=150):
    rng = random.Random(7)
    topics = [rng.randrange(len(LABELS)) for _ in range(count)]
    texts = [make_text(rng, topic) for topic in topics]
    vectorizer = CountVectorizer().fit(texts)
    labels = [LABELS[topic] for topic in topics[:labelled]]
    full = train(vectorizer, texts[:labelled], labels)
    binary = train(vectorizer, texts[:labelled], ["yes" if topic == 0 else "no" for topic in topics[:labelled]])
    bayes = train(vectorizer, texts[:labelled], labels, MultinomialNB())
    numbers = train(vectorizer, texts[:labelled], topics[:labelled])
    vectors = train(vectorizer, texts[:labelled], labels, LinearSVC(random_state=42))
    certainty = full.predict_proba(vectorizer.transform(texts)).max(axis=1)
    guesses = full.predict(vectorizer.transform(texts))
    start = datetime.datetime(2020, 9, 21, 8, 28, 58, 513000)
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO countvecs (countvec) VALUES (%s), (%s)", (b"an old one", pickle.dumps(vectorizer)))
        for model in (full, binary, bayes, numbers, vectors):
            cursor.execute("INSERT INTO classifiers (clf, download) VALUES (%s, 0)", (pickle.dumps(model),))
        for i, text in enumerate(texts):
            # The newest classifier has not seen all of them yet.
            seen = (float(certainty[i]), str(guesses[i])) if i % 3 else (None, None)
            voices = [labels[i]] * (1 + i % 3) if i < labelled else []
            cursor.execute(
                "INSERT INTO text_data (text_data, labeled, selected, taught, labels, users, major_label, uncertainty, predicted_label)"
                " VALUES (%s, false, false, %s, %s::text[], %s::text[], %s, %s, %s)",
                (text, i % 2 == 0, voices, [f"user{j}@example.org" for j in range(len(voices))], labels[i] if voices else None, *seen))
        for i in range(labelled):
            begun = start + datetime.timedelta(seconds=97 * i, microseconds=1234567 * i)
            ended = None if i % 10 == 9 else begun + datetime.timedelta(microseconds=3486999 + i)
            cursor.execute("INSERT INTO sample_timestamps (user_id, text_id, start_time, end_time) VALUES (%s, %s, %s, %s)", (1 + i % 3, i + 1, begun, ended))
        # Rows that were changed lie elsewhere in the table: the order of the keys is another one than that of the heap.
        cursor.execute("UPDATE text_data SET taught = NOT taught WHERE text_id % 7 = 0")


def expect(connection, clf_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clf FROM classifiers WHERE clf_id = %s", (clf_id,))
        classifier = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT countvec FROM countvecs ORDER BY countvec_id DESC LIMIT 1")
        vectorizer = bytes(cursor.fetchone()[0])
    machine = pandas.read_sql(TEXT_QUERY.format(""), connection)
    machine["major_label"] = pickle.loads(classifier).predict(pickle.loads(vectorizer).transform(machine["text_data"]))
    return {
        f"machine_labeled_data_{clf_id}.json": machine.to_json().encode(),
        "human_labeled_data.json": pandas.read_sql(TEXT_QUERY.format("NOT"), connection).to_json().encode(),
        "sample_timestamps.json": pandas.read_sql(STAMP_QUERY, connection).to_json().encode(),
        "clf.p": classifier,
        "countvec.p": vectorizer,
    }


def check(connection, clf_id, path):
    expected = expect(connection, clf_id)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == list(expected), archive.namelist()
        for name, wanted in expected.items():
            found = archive.read(name)
            if name.endswith(".json"):
                pandas.testing.assert_frame_equal(pandas.read_json(io.BytesIO(found)), pandas.read_json(io.BytesIO(wanted)))
            at = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
            assert found == wanted, f"{name} differs at {at}: {found[at - 40:at + 40]} instead of {wanted[at - 40:at + 40]}"


if __name__ == "__main__":
    warnings.simplefilter("ignore", UserWarning)
    database = psycopg2.connect(sys.argv[1])
    if sys.argv[2] == "fill":
        fill(database)
    else:
        check(database, int(sys.argv[3]), sys.argv[4])
