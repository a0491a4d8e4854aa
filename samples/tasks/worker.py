#!/usr/bin/env python3
"""Works on tasks with a model that is trained when the worker starts: it tells the language of texts. Nothing to install.

usage: worker.py [url]     with the API key, if there is one, in SWITCHYARD_API_KEY

Then, say: curl http://127.0.0.1:5000/api/v1/tasks --json '{"queue": "languages", "payload": {"text": "Wo ist der Bahnhof?"}}'
"""
import collections
import math
import pathlib
import sys

# Only needed where the client is not installed.
sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "clients" / "python"))
from switchyard import Fail, run, worker

TEXTS = {
    "en": "the train leaves the station and all of the work is done when the last result comes home. where is the house that they have "
          "seen? this is what we know about it, and there are many more of those which nobody has found yet. she said that it was raining.",
    "de": "der zug verlässt den bahnhof und die ganze arbeit ist getan, wenn das letzte ergebnis nach hause kommt. wo ist das haus, das sie "
          "gesehen haben? das ist es, was wir darüber wissen, und es gibt noch viele, die niemand gefunden hat. sie sagte, dass es regnet.",
    "fr": "le train quitte la gare et tout le travail est fait quand le dernier résultat rentre à la maison. où est la maison qu'ils ont "
          "vue? c'est ce que nous savons, et il y en a beaucoup d'autres que personne n'a encore trouvés. elle a dit qu'il pleuvait.",
    "es": "el tren sale de la estación y todo el trabajo está hecho cuando el último resultado vuelve a casa. ¿dónde está la casa que han "
          "visto? esto es lo que sabemos, y hay muchos más que nadie ha encontrado todavía. ella dijo que estaba lloviendo.",
}


class Model:
    """Naive Bayes over groups of three letters, each counted once more than it was seen."""

    def __init__(self, texts):
        self.counts = {language: collections.Counter(self.parts(text)) for language, text in texts.items()}
        self.sums = {language: sum(counts.values()) for language, counts in self.counts.items()}
        self.kinds = len(set().union(*self.counts.values()))

    @staticmethod
    def parts(text):
        text = f" {text.lower()} "
        return [text[at:at + 3] for at in range(len(text) - 2)]

    def predict(self, text):
        likely = {
            language: sum(math.log((counts[part] + 1) / (self.sums[language] + self.kinds)) for part in self.parts(text))
            for language, counts in self.counts.items()}
        best = max(likely, key=likely.get)
        return best, 1 / sum(math.exp(value - likely[best]) for value in likely.values())


model = Model(TEXTS)


@worker("languages", concurrency=2)
def tell_language(task, ctx):
    text = (task.payload or {}).get("text")
    if not text:
        # Another try would end the same way.
        raise Fail("There is no text.", retry=False)
    language, certainty = model.predict(text)
    return {"language": language, "certainty": round(certainty, 4)}


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else None)
