import type { NOTICES } from "../english/notices";

export const notices: Readonly<Record<(typeof NOTICES)[number], string>> = {
  "Frozen.": "Eingefroren.",
  "Unfrozen.": "Aufgetaut.",
  "Undone.": "Rückgängig gemacht.",
  "Done again.": "Wiederholt.",
  "Back to the first face.": "Zurück beim ersten Gesicht.",
  "Ask for a random face again.": "Lass noch einmal ein zufälliges Gesicht ziehen.",
  "A seed is a whole number from 0 to {most}.":
    "Ein Startwert ist eine ganze Zahl von 0 bis {most}.",
  "Try again with the switch.": "Versuch es noch einmal mit dem Schalter.",
  "This view needs a part of the model that is not on this device yet: switch it on once while there is a network, and it works without one from then on.":
    "Diese Ansicht braucht einen Teil des Modells, der noch nicht auf diesem Gerät ist: Schalte sie einmal ein, während eine Verbindung besteht; von da an geht es auch ohne.",
  "Try another face, or a smaller range.":
    "Versuch es mit einem anderen Gesicht oder einer kleineren Reichweite.",
  "The picture moves dimensions {first} and {second}.":
    "Das Bild bewegt die Dimensionen {first} und {second}.",
  "Dimension {first} at {x}, dimension {second} at {y}.":
    "Dimension {first} bei {x}, Dimension {second} bei {y}.",
  "Reload the page.": "Lade die Seite neu.",
  "Choose the model again to go on without the film.":
    "Wähle das Modell noch einmal, um ohne den Film weiterzumachen.",
  "This browser lets the page keep nothing: what you keep is lost when you leave.":
    "Dieser Browser lässt die Seite nichts aufbewahren: Was du aufbewahrst, ist weg, wenn du gehst.",
  "{name} is kept in this browser.": "{name} ist in diesem Browser aufbewahrt.",
  "This is {name}.": "Das ist {name}.",
  "{name} is now called {next}.": "{name} heißt jetzt {next}.",
  "{name} is deleted.": "{name} ist gelöscht.",
  "Face {number}": "Gesicht {number}",
  Face: "Gesicht",
  "Saved. Drop the file on this page, and its face is back.":
    "Gespeichert. Zieh die Datei auf diese Seite, und ihr Gesicht ist wieder da.",
  "Saved. Drop the file on this page, and the names are back.":
    "Gespeichert. Zieh die Datei auf diese Seite, und die Namen sind wieder da.",
  "Saved. Drop the file on this page, and the direction is back.":
    "Gespeichert. Zieh die Datei auf diese Seite, und die Richtung ist wieder da.",
  "Saved. Open the picture on this page, and its face is back.":
    "Gespeichert. Öffne das Bild auf dieser Seite, und sein Gesicht ist wieder da.",
  "Dimension {rank} goes by its number again.": "Dimension {rank} heißt wieder nach ihrer Nummer.",
  "Dimension {rank} is called {name} in this browser.":
    "Dimension {rank} heißt in diesem Browser {name}.",
  "Dimension {rank} is called {name} again.": "Dimension {rank} heißt wieder {name}.",
  "The link is copied: it shows this face to anybody who opens it.":
    "Der Link ist kopiert: Er zeigt dieses Gesicht allen, die ihn öffnen.",
  "Copied: a line of HTML that shows this face in a page of yours.":
    "Kopiert: eine Zeile HTML, die dieses Gesicht auf einer Seite von dir zeigt.",
  "Copy the link from the address bar: it shows this face.":
    "Kopier den Link aus der Adresszeile: Er zeigt dieses Gesicht.",
  "Choose two different faces.": "Wähle zwei verschiedene Gesichter.",
  "{one} and {other} are the same direction: choose two that differ.":
    "{one} und {other} sind dieselbe Richtung: Wähle zwei verschiedene.",
  "A sample of what your photograph may be.": "Eine Stichprobe dessen, was dein Foto sein kann.",
  "Here is a random face instead.": "Hier ist stattdessen ein zufälliges Gesicht.",
  "The face of this link.": "Das Gesicht dieses Links.",
  "The face of this file is back.": "Das Gesicht dieser Datei ist wieder da.",
  "This link names dimensions that do not exist; choose from 0 to {last}.":
    "Dieser Link nennt Dimensionen, die es nicht gibt; wähle von 0 bis {last}.",
  "Give the difference a name with letters from a to z in it.":
    "Gib dem Unterschied einen Namen mit Buchstaben von a bis z.",
  "Between these two there is no difference; choose two faces.":
    "Zwischen diesen beiden gibt es keinen Unterschied; wähle zwei Gesichter.",
  "The direction {name} is deleted.": "Die Richtung {name} ist gelöscht.",
  "There is a direction of the name {name} already; choose another name.":
    "Eine Richtung mit dem Namen {name} gibt es schon; wähle einen anderen.",
  "Remembered: {name} is a direction now, and can be applied to any face.":
    "Gemerkt: {name} ist jetzt eine Richtung und lässt sich auf jedes Gesicht anwenden.",
  "{name} is a direction now, until you leave: this browser lets the page keep nothing.":
    "{name} ist jetzt eine Richtung, bis du gehst: Dieser Browser lässt die Seite nichts aufbewahren.",
  "A recording of {seconds} seconds is still here: the visit ended before its film was written.":
    "Eine Aufnahme von {seconds} Sekunden ist noch da: Der Besuch endete, bevor ihr Film geschrieben war.",
  "It is under Film.": "Du findest sie unter „Film“.",
  "The recording is deleted.": "Die Aufnahme ist gelöscht.",
  "No film was written.": "Es wurde kein Film geschrieben.",
  "The film was not written.": "Der Film wurde nicht geschrieben.",
  "This site was built without the face finder, so it asks for the eyes.":
    "Diese Seite wurde ohne Gesichtssuche gebaut, darum fragt sie nach den Augen.",
  "Its picture is encoded anew, which is an approximation.":
    "Sein Bild wird neu kodiert, was eine Annäherung ist.",
  "Drag the two marks onto the eyes in the photograph.":
    "Zieh die beiden Marken auf die Augen im Foto.",
  "No face was found: turn the photograph if it lies on its side, or drag the marks onto the eyes.":
    "Es wurde kein Gesicht gefunden: Dreh das Foto, wenn es auf der Seite liegt, oder zieh die Marken auf die Augen.",
  "Face {number}, and what the model makes of it.":
    "Gesicht {number}, und was das Modell daraus macht.",
  "Try again with the photograph.": "Versuch es noch einmal mit dem Foto.",
  "Nobody can be sure of this face: if it lies on its side, turn the photograph; else drag the marks onto the eyes.":
    "Dieses Gesicht ist unsicher: Wenn es auf der Seite liegt, dreh das Foto; sonst zieh die Marken auf die Augen.",
  "The photograph, and what the model makes of it.": "Das Foto, und was das Modell daraus macht.",
  "Now {name}: {said}. Undo leads back.": "Jetzt {name}: {said}. Rückgängig führt zurück.",
  "it has no encoder for the face of before, so this is another":
    "es hat keinen Encoder für das Gesicht von eben, darum ist dies ein anderes",
  "the face is an approximation, what its encoder makes of the one before":
    "das Gesicht ist eine Annäherung, was sein Encoder aus dem von eben macht",
  "the photograph is encoded anew": "das Foto ist neu kodiert",
  "back to the first face": "zurück beim ersten Gesicht",
  "the face of this file is back": "das Gesicht dieser Datei ist wieder da",
  "A random face": "Ein zufälliges Gesicht",
  "What the model makes of the photograph": "Was das Modell aus dem Foto macht",
  "This browser has no WebGPU that the page can use: WebAssembly makes the faces.":
    "Dieser Browser hat kein WebGPU, das die Seite nutzen kann: WebAssembly berechnet die Gesichter.",
  "{what} comes with the model, which is on its way.":
    "{what} kommt mit dem Modell, das gerade geladen wird.",
  "{what} needs the model: load it with the button on the face.":
    "{what}: Dafür braucht es das Modell; lade es mit dem Knopf auf dem Gesicht.",
  "This site has no other model {name} to compare with; it has {names}.":
    "Diese Website hat kein anderes Modell {name} zum Vergleichen; sie hat {names}.",
  "Nothing can be copied from this frame by itself. Copy from here: {text}":
    "Aus diesem Rahmen lässt sich nichts von selbst kopieren. Kopier von hier: {text}",
};
