/** Sentences that depend on how many there are. */
export const COUNTED = {
  "the {count} numbers behind the face": {
    one: "the {count} number behind the face",
    other: "the {count} numbers behind the face",
  },
  "Show {count} more": { one: "Show {count} more", other: "Show {count} more" },
  "Show the first {count}": { one: "Show the first one", other: "Show the first {count}" },
  "Show {count} that were found without names": {
    one: "Show {count} that was found without a name",
    other: "Show {count} that were found without names",
  },
  "Hide the {count} that were found without names": {
    one: "Hide the {count} that was found without a name",
    other: "Hide the {count} that were found without names",
  },
  "Of {count} faces the largest is taken; a number takes another.": {
    one: "Of {count} face the largest is taken; a number takes another.",
    other: "Of {count} faces the largest is taken; a number takes another.",
  },
  "A number takes another of the {count} faces.": {
    one: "A number takes the {count} face.",
    other: "A number takes another of the {count} faces.",
  },
  "On {count} faces that it was not found from, it explains {percent} % of how {name} differs (R² {score}).":
    {
      one: "On {count} face that it was not found from, it explains {percent} % of how {name} differs (R² {score}).",
      other:
        "On {count} faces that it was not found from, it explains {percent} % of how {name} differs (R² {score}).",
    },
  "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} faces that it was not found from).":
    {
      one: "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} face that it was not found from).",
      other:
        "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} faces that it was not found from).",
    },
  "There are {count} kept faces already; delete one first.": {
    one: "There is {count} kept face already; delete it first.",
    other: "There are {count} kept faces already; delete one first.",
  },
  "There are {count} directions of yours already; delete one first.": {
    one: "There is {count} direction of yours already; delete it first.",
    other: "There are {count} directions of yours already; delete one first.",
  },
  "Names of dimensions taken over: {count}.": {
    one: "Names of dimensions taken over: {count}.",
    other: "Names of dimensions taken over: {count}.",
  },
  "The film is saved: {seconds} seconds, {count} frames.": {
    one: "The film is saved: {seconds} seconds, {count} frame.",
    other: "The film is saved: {seconds} seconds, {count} frames.",
  },
  "{count} faces, and the largest is taken: number {number} from the left. Choose another in the photograph.":
    {
      one: "{count} face, and it is taken.",
      other:
        "{count} faces, and the largest is taken: number {number} from the left. Choose another in the photograph.",
    },
} as const;
