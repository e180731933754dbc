import type { Counted, Forms } from "../texts";

export const counted: Readonly<Record<Counted, Forms>> = {
  "the {count} numbers behind the face": {
    one: "le nombre derrière le visage",
    other: "les {count} nombres derrière le visage",
  },
  "Show {count} more": { one: "En montrer {count} de plus", other: "En montrer {count} de plus" },
  "Show the first {count}": {
    one: "Ne montrer que la première",
    other: "Ne montrer que les {count} premières",
  },
  "Show {count} that were found without names": {
    one: "En montrer {count} trouvée sans nom",
    other: "En montrer {count} trouvées sans nom",
  },
  "Hide the {count} that were found without names": {
    one: "Masquer celle trouvée sans nom",
    other: "Masquer les {count} trouvées sans nom",
  },
  "Of {count} faces the largest is taken; a number takes another.": {
    other: "Sur {count} visages, le plus grand est choisi ; un numéro en choisit un autre.",
  },
  "A number takes another of the {count} faces.": {
    other: "Un numéro choisit un autre des {count} visages.",
  },
  "On {count} faces that it was not found from, it explains {percent} % of how {name} differs (R² {score}).":
    {
      one: "Sur {count} visage dont elle n’a pas été tirée, elle explique {percent} % des différences de {name} (R² {score}).",
      other:
        "Sur {count} visages dont elle n’a pas été tirée, elle explique {percent} % des différences de {name} (R² {score}).",
    },
  "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} faces that it was not found from).":
    {
      one: "De deux visages dont un seul est « {name} », elle reconnaît lequel dans {percent} cas sur 100 (AUC {score}, {count} visage dont elle n’a pas été tirée).",
      other:
        "De deux visages dont un seul est « {name} », elle reconnaît lequel dans {percent} cas sur 100 (AUC {score}, {count} visages dont elle n’a pas été tirée).",
    },
  "There are {count} kept faces already; delete one first.": {
    other: "Il y a déjà {count} visages gardés ; supprimez-en d’abord un.",
  },
  "There are {count} directions of yours already; delete one first.": {
    other: "Vous avez déjà {count} directions ; supprimez-en d’abord une.",
  },
  "Names of dimensions taken over: {count}.": {
    one: "{count} nom de dimension repris.",
    other: "{count} noms de dimensions repris.",
  },
  "The film is saved: {seconds} seconds, {count} frames.": {
    one: "Le film est enregistré : {seconds} secondes, {count} image.",
    other: "Le film est enregistré : {seconds} secondes, {count} images.",
  },
  "{count} faces, and the largest is taken: number {number} from the left. Choose another in the photograph.":
    {
      other:
        "{count} visages, et le plus grand est choisi : le numéro {number} à partir de la gauche. Choisissez-en un autre sur la photo.",
    },
};
