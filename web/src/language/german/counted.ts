import type { Counted, Forms } from "../texts";

export const counted: Readonly<Record<Counted, Forms>> = {
  "the {count} numbers behind the face": {
    one: "die {count} Zahl hinter dem Gesicht",
    other: "die {count} Zahlen hinter dem Gesicht",
  },
  "Show {count} more": { one: "{count} weitere zeigen", other: "{count} weitere zeigen" },
  "Show the first {count}": { one: "Nur die erste zeigen", other: "Nur die ersten {count} zeigen" },
  "Show {count} that were found without names": {
    one: "{count} zeigen, die ohne Namen gefunden wurde",
    other: "{count} zeigen, die ohne Namen gefunden wurden",
  },
  "Hide the {count} that were found without names": {
    one: "Die {count}, die ohne Namen gefunden wurde, ausblenden",
    other: "Die {count}, die ohne Namen gefunden wurden, ausblenden",
  },
  "Of {count} faces the largest is taken; a number takes another.": {
    other: "Von {count} Gesichtern ist das größte gewählt; mit einer Nummer wählst du ein anderes.",
  },
  "A number takes another of the {count} faces.": {
    other: "Mit einer Nummer wählst du ein anderes der {count} Gesichter.",
  },
  "On {count} faces that it was not found from, it explains {percent} % of how {name} differs (R² {score}).":
    {
      one: "Bei {count} Gesicht, aus dem sie nicht gefunden wurde, erklärt sie {percent} % der Unterschiede in {name} (R² {score}).",
      other:
        "Bei {count} Gesichtern, aus denen sie nicht gefunden wurde, erklärt sie {percent} % der Unterschiede in {name} (R² {score}).",
    },
  "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} faces that it was not found from).":
    {
      one: "Von zwei Gesichtern, auf deren eines „{name}“ zutrifft, erkennt sie in {percent} von 100 Fällen, welches es ist (AUC {score}, {count} Gesicht, aus dem sie nicht gefunden wurde).",
      other:
        "Von zwei Gesichtern, auf deren eines „{name}“ zutrifft, erkennt sie in {percent} von 100 Fällen, welches es ist (AUC {score}, {count} Gesichter, aus denen sie nicht gefunden wurde).",
    },
  "There are {count} kept faces already; delete one first.": {
    other: "Es gibt schon {count} aufbewahrte Gesichter; lösch zuerst eines.",
  },
  "There are {count} directions of yours already; delete one first.": {
    other: "Du hast schon {count} eigene Richtungen; lösch zuerst eine.",
  },
  "Names of dimensions taken over: {count}.": {
    one: "{count} Name einer Dimension übernommen.",
    other: "{count} Namen von Dimensionen übernommen.",
  },
  "The film is saved: {seconds} seconds, {count} frames.": {
    one: "Der Film ist gespeichert: {seconds} Sekunden, {count} Bild.",
    other: "Der Film ist gespeichert: {seconds} Sekunden, {count} Bilder.",
  },
  "{count} faces, and the largest is taken: number {number} from the left. Choose another in the photograph.":
    {
      other:
        "{count} Gesichter; gewählt ist das größte, Nummer {number} von links. Im Foto kannst du ein anderes wählen.",
    },
};
