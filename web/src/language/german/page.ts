import type { PAGE } from "../english/page";

export const page: Readonly<Record<(typeof PAGE)[number], string>> = {
  Pages: "Seiten",
  Demo: "Demo",
  "How does it work?": "Wie funktioniert das? (englisch)",
  Language: "Sprache",
  "A variational autoencoder draws these faces in your browser: nobody like this exists, and nothing you do here is sent anywhere.":
    "Ein Variational Autoencoder zeichnet diese Gesichter in deinem Browser: Diese Menschen gibt es nicht, und nichts von dem, was du hier tust, wird irgendwohin gesendet.",
  "Faces by the model {name}": "Gesichter vom Modell {name}",
  "Faces by the model {name} ({licence})": "Gesichter vom Modell {name} ({licence})",
  "Morphing Faces: all of it": "Morphing Faces: die ganze Seite",
  Dismiss: "Schließen",
  "Drag over the face, and it morphs": "Zieh über das Gesicht, und es verwandelt sich",
  "Move over the face, and it morphs": "Beweg die Maus über das Gesicht, und es verwandelt sich",
  "Frozen. Tap the face, and it moves again":
    "Eingefroren. Tipp auf das Gesicht, und es bewegt sich wieder",
  "Frozen. Click the face, and it moves again":
    "Eingefroren. Klick auf das Gesicht, und es bewegt sich wieder",
  "Tap the face to freeze it": "Tipp auf das Gesicht, um es einzufrieren",
  "Click the face or press space to freeze it":
    "Klick auf das Gesicht oder drück die Leertaste, um es einzufrieren",
  "Loading the model": "Das Modell wird geladen",
  "Try again": "Noch einmal versuchen",
  "Reload the page": "Seite neu laden",
  "The photograph, aligned.": "Das Foto, ausgerichtet.",
  "Drag the two marks below onto the eyes.": "Zieh die beiden Marken unten auf die Augen.",
  "Where the decoder is unsure: its standard deviation, from 0 (black) to a fifth of the way from black to white (white).":
    "Wo der Decoder unsicher ist: seine Standardabweichung, von 0 (schwarz) bis zu einem Fünftel des Wegs von Schwarz nach Weiß (weiß).",
  "Loading {size} MB that only this view needs.":
    "{size} MB werden geladen, die nur diese Ansicht braucht.",
  "Sideways:": "Seitwärts:",
  "Upwards:": "Aufwärts:",
  "Sideways, the picture moves dimension {rank} of the {count} numbers behind the face, which now is {value}.":
    "Seitwärts bewegt das Bild Dimension {rank} der {count} Zahlen hinter dem Gesicht; sie ist jetzt {value}.",
  "Upwards, the picture moves dimension {rank} of the {count} numbers behind the face, which now is {value}.":
    "Aufwärts bewegt das Bild Dimension {rank} der {count} Zahlen hinter dem Gesicht; sie ist jetzt {value}.",
  frozen: "eingefroren",
  sliding: "gleitet",
  walking: "spaziert",
  Model: "Modell",
  Random: "Zufall",
  "Your photograph": "Dein Foto",
  "Your photograph never leaves this device.": "Dein Foto verlässt dieses Gerät nie.",
  Undo: "Rückgängig",
  Redo: "Wiederholen",
  Reset: "Zurück zum Anfang",
  Freeze: "Einfrieren",
  Walk: "Spazieren",
  "This comes with the model, which is on its way.":
    "Das kommt mit dem Modell, das gerade geladen wird.",
  "This needs the model: load it with the button on the face.":
    "Dafür braucht es das Modell: Lade es mit dem Knopf auf dem Gesicht.",
  "This needs the model, which did not arrive.":
    "Dafür braucht es das Modell, das nicht angekommen ist.",
  "There is nothing to undo.": "Es gibt nichts rückgängig zu machen.",
  "There is nothing to do again.": "Es gibt nichts zu wiederholen.",
  "This model is in this browser alone, so nobody else could follow a link to its face.":
    "Dieses Modell ist nur in diesem Browser, darum könnte sonst niemand einem Link zu seinem Gesicht folgen.",
  "Full screen": "Vollbild",
  "What these buttons do": "Was diese Knöpfe tun",
  "Takes back the last change.": "Nimmt die letzte Änderung zurück.",
  "Does again what was taken back.": "Macht wieder, was zurückgenommen wurde.",
  "Goes back to the face that you began with.":
    "Kehrt zu dem Gesicht zurück, mit dem du angefangen hast.",
  "Holds the face, so that moving over it changes nothing; press again, and it follows.":
    "Hält das Gesicht fest, sodass es nicht mehr folgt; noch einmal drücken, und es folgt wieder.",
  "The face changes by itself, a little at a time, until you press again.":
    "Das Gesicht ändert sich von selbst, nach und nach, bis du noch einmal drückst.",
  "Leave full screen": "Vollbild verlassen",
  "Loading what photographs need, once: {received} of {total} MB":
    "Einmalig wird geladen, was Fotos brauchen: {received} von {total} MB",
  "Looking at the photograph": "Das Foto wird ausgewertet",
  "Take face {number} from the left": "Gesicht {number} von links nehmen",
  "It stays on this machine: your browser does all the work, and nothing is sent anywhere.":
    "Es bleibt auf diesem Gerät: Dein Browser macht die ganze Arbeit, und nichts wird irgendwohin gesendet.",
  "Drag the two marks onto the eyes, or move them with the arrow keys; the face follows.":
    "Zieh die beiden Marken auf die Augen, oder beweg sie mit den Pfeiltasten; das Gesicht folgt.",
  "Turn it": "Drehen",
  "Put it away": "Weglegen",
  "Left eye": "Linkes Auge",
  "Right eye": "Rechtes Auge",
  "{x} across, {y} down": "{x} nach rechts, {y} nach unten",
  "{eye} in the photograph, {place}. Arrow keys move it.":
    "{eye} im Foto, {place}. Die Pfeiltasten bewegen die Marke.",
  "Change one thing": "Eine Sache ändern",
  "Fetch the directions again": "Richtungen noch einmal laden",
  "Each direction changes one thing about this face, as well as the model can tell it apart.":
    "Jede Richtung ändert eine Sache an diesem Gesicht, so gut das Modell sie von anderen trennen kann.",
  "A lock keeps one where it is while others move.":
    "Ein Schloss hält eine fest, während andere sich bewegen.",
  Direction: "Richtung",
  less: "weniger",
  more: "mehr",
  "How far from the average face, in steps. {step}":
    "Wie weit vom mittleren Gesicht entfernt, in Schritten. {step}",
  "In steps: one is all of the difference that it was made of.":
    "In Schritten: Einer ist der ganze Unterschied, aus dem sie gemacht wurde.",
  "{value} steps": "{value} Schritte",
  "{value} steps, {end}": "{value} Schritte, {end}",
  "Lock {name}": "{name} festhalten",
  "Let it move again": "Wieder loslassen",
  "Keep it where it is while others move": "Festhalten, während andere sich bewegen",
  "It is locked: let it go to move it.": "Sie ist festgehalten: Lass sie los, um sie zu bewegen.",
  yours: "deine",
  Save: "Speichern",
  Delete: "Löschen",
  "Save the direction {name}": "Die Richtung {name} speichern",
  "Delete the direction {name}": "Die Richtung {name} löschen",
  "With {name}: {changes}.": "Mit {name} änderte sich: {changes}.",
  "With {name}, no other direction has changed by much.":
    "Mit {name} hat sich keine andere Richtung nennenswert geändert.",
  "Since the last change: {changes}.": "Seit der letzten Änderung: {changes}.",
  "Since the last change, no other direction has changed by much.":
    "Seit der letzten Änderung hat sich keine andere Richtung nennenswert geändert.",
  "What else changed: {changes}": "Was sich mit änderte: {changes}",
  "What else changed: hardly anything": "Was sich mit änderte: fast nichts",
  "What changed last: {changes}": "Was sich zuletzt änderte: {changes}",
  "What changed last: hardly anything": "Was sich zuletzt änderte: fast nichts",
  "not named by anybody": "von niemandem benannt",
  "not measured": "nicht gemessen",
  reliable: "verlässlich",
  fair: "brauchbar",
  vague: "vage",
  "{grade}, moves others too": "{grade}, bewegt auch andere",
  "A step to the right also makes: {others}.": "Ein Schritt nach rechts bedeutet auch: {others}.",
  "A step to the right also moves {others} standard deviations.":
    "Ein Schritt nach rechts bewegt auch, in Standardabweichungen: {others}.",
  "What no direction here measures may change with it, such as whether a face looks like a woman’s or a man’s.":
    "Mit ihr kann sich auch ändern, was hier keine Richtung misst, etwa ob ein Gesicht wie das einer Frau oder eines Mannes aussieht.",
  "{name} by {steps}": "{name} um {steps}",
  "less {name}": "weniger {name}",
  "Found in the model alone, without labels: what it does, nobody has said.":
    "Allein im Modell gefunden, ohne Beschriftungen: Was sie tut, hat niemand gesagt.",
  "One step is one standard deviation.": "Ein Schritt ist eine Standardabweichung.",
  "One step is one standard deviation, here {value} {unit}.":
    "Ein Schritt ist eine Standardabweichung, hier {value} {unit}.",
  Map: "Karte",
  "where this face lies among others, and what lies between":
    "wo dieses Gesicht unter anderen liegt, und was dazwischen ist",
  "Every place is a face: draw a finger over the map, and lift it where you want to stay.":
    "Jeder Ort ist ein Gesicht: Fahr mit dem Finger über die Karte, und heb ihn dort, wo du bleiben willst.",
  "Every place is a face: move over the map to see it, and click to stay.":
    "Jeder Ort ist ein Gesicht: Beweg die Maus über die Karte, um es zu sehen, und klick, um zu bleiben.",
  "What is on the map": "Was auf der Karte ist",
  "Where your face is": "Wo dein Gesicht ist",
  "The grid: what your face would be there": "Das Gitter: was dein Gesicht dort wäre",
  "Round: what the model makes of photographs that its owner shows here":
    "Rund: was das Modell aus Fotos macht, die sein Besitzer hier zeigt",
  "Round: random faces of this model, as they are seen from here":
    "Rund: zufällige Gesichter dieses Modells, wie man sie von hier aus sieht",
  "More of these, for which there is no room": "Weitere davon, für die kein Platz ist",
  "Your photograph, beside where it lies": "Dein Foto, neben seinem Ort",
  "What the encoder takes your photograph for, q(z|x): one and two standard deviations around its mean":
    "Wofür der Encoder dein Foto hält, q(z|x): eine und zwei Standardabweichungen um den Mittelwert",
  "Faces drawn from that": "Gesichter, die daraus gezogen sind",
  "↔ sideways": "↔ seitwärts",
  "↕ upwards": "↕ aufwärts",
  "Dimensions: the picture moves them, too": "Dimensionen: Auch das Bild bewegt sie",
  Directions: "Richtungen",
  "Principal axes": "Hauptachsen",
  "Random faces": "Zufällige Gesichter",
  "The owner's faces": "Gesichter des Besitzers",
  Resample: "Neu ziehen",
  "Map: sideways {across}, upwards {up}. Arrow keys move the face.":
    "Karte: seitwärts {across}, aufwärts {up}. Die Pfeiltasten bewegen das Gesicht.",
  "dimension {rank}": "Dimension {rank}",
  "Keep and share": "Aufbewahren und teilen",
  "links, pictures, faces to come back to":
    "Links, Bilder, Gesichter, zu denen du zurückkehren kannst",
  Keep: "Aufbewahren",
  "Copy link": "Link kopieren",
  "Copy for a web page": "Für eine Webseite kopieren",
  "Save PNG": "PNG speichern",
  Open: "Öffnen",
  "A saved picture, point, direction or names":
    "Ein gespeichertes Bild, ein Punkt, eine Richtung oder Namen",
  "Open a saved picture, and its face is back. Kept faces stay in this browser.":
    "Öffne ein gespeichertes Bild, und sein Gesicht ist wieder da. Aufbewahrte Gesichter bleiben in diesem Browser.",
  "Drop on the page, or open, a saved picture, and its face is back. Kept faces stay in this browser.":
    "Zieh ein gespeichertes Bild auf die Seite, oder öffne es, und sein Gesicht ist wieder da. Aufbewahrte Gesichter bleiben in diesem Browser.",
  "Kept faces": "Aufbewahrte Gesichter",
  From: "Von",
  to: "nach",
  "the present face": "jetziges Gesicht",
  "share of the way": "Anteil des Wegs",
  Slide: "Gleiten",
  Stop: "Anhalten",
  "Remember this difference as": "Diesen Unterschied merken als",
  smile: "Lächeln",
  Remember: "Merken",
  "Go to {name}": "Zu {name} gehen",
  "Name of the kept face {name}": "Name des aufbewahrten Gesichts {name}",
  "Save {name} as a file": "{name} als Datei speichern",
  "Save as a file": "Als Datei speichern",
  "Delete {name}": "{name} löschen",
  "{name} in group {group}": "{name} in Gruppe {group}",
  "A direction from two groups of faces": "Eine Richtung aus zwei Gruppen von Gesichtern",
  "Mark {least} kept faces at least with A and {least} with B, such as plain and smiling ones: the direction leads from the mean of A to that of B. The more faces, the more certain it is.":
    "Markiere mindestens {least} aufbewahrte Gesichter mit A und {least} mit B, etwa ernste und lächelnde: Die Richtung führt vom Mittel von A zu dem von B. Je mehr Gesichter, desto sicherer ist sie.",
  "{first} and {second} faces: the step is {length} ± {error} long, by chance alone {chance}.":
    "{first} und {second} Gesichter: Der Schritt ist {length} ± {error} lang, allein durch Zufall wären es {chance}.",
  "{first} and {second} faces: the step is {length} ± {error} long, by chance alone {chance}: hardly a difference.":
    "{first} und {second} Gesichter: Der Schritt ist {length} ± {error} lang, allein durch Zufall wären es {chance}: kaum ein Unterschied.",
  "A has {first}, B has {second}.": "A hat {first}, B hat {second}.",
  "Both groups have the same mean, and no step leads from one to the other.":
    "Beide Gruppen haben denselben Mittelwert, und kein Schritt führt von einer zur anderen.",
  "Call the direction": "Name der Richtung",
  "Make it": "Anlegen",
  Film: "Film",
  "what the face does, as a video": "was das Gesicht tut, als Video",
  Record: "Aufnehmen",
  "Stop recording": "Aufnahme beenden",
  "The film before is still being written.": "Der vorige Film wird noch geschrieben.",
  "Recording what the face does: {time}": "Aufnahme läuft: {time}",
  "Writing the film: {written} of {frames} frames":
    "Der Film wird geschrieben: {written} von {frames} Bildern",
  "Cancel the film": "Film abbrechen",
  "Try again to write the film": "Film noch einmal schreiben",
  "Write it as a GIF": "Als GIF schreiben",
  "Write it as a video": "Als Video schreiben",
  "Delete the recording": "Aufnahme löschen",
  Dimensions: "Dimensionen",
  "the numbers behind the face": "die Zahlen hinter dem Gesicht",
  "Each strip shows what its dimension does to this face: slide along it. The map chooses which two the picture moves; here they can be given names.":
    "Jeder Streifen zeigt, was seine Dimension mit diesem Gesicht macht: Zieh daran entlang. Welche zwei das Bild bewegt, wählst du auf der Karte; hier kannst du ihnen Namen geben.",
  "A direction of the same name goes along many dimensions at once, so it has a number of its own.":
    "Eine Richtung gleichen Namens führt durch viele Dimensionen zugleich und hat darum eine eigene Zahl.",
  "This number of z, as the decoder takes it.": "Diese Zahl von z, wie der Decoder sie bekommt.",
  Dimension: "Dimension",
  "Name of dimension {rank}": "Name der Dimension {rank}",
  "name dimension {rank}": "Name für Dimension {rank}",
  "Save names": "Namen speichern",
  "For the curious": "Für Neugierige",
  "reach, seed, uncertainty": "Reichweite, Startwert, Unsicherheit",
  "The picture reaches ±": "Das Bild reicht bis ±",
  Seed: "Startwert",
  "Show the decoder’s uncertainty": "Unsicherheit des Decoders zeigen",
  "{maker} decoded this face in {milliseconds} ms.":
    "{maker} hat dieses Gesicht in {milliseconds} ms decodiert.",
  "Your system asks for less motion, so the walk moves in steps rather than glides.":
    "Dein System wünscht weniger Bewegung, darum geht der Spaziergang in Schritten, statt zu gleiten.",
  "Your model": "Dein Modell",
  "{name} is being looked at, in your browser …": "{name} wird geprüft, in deinem Browser …",
  "{name}: {found}. It runs in your browser; nothing is uploaded, so there are no links to its pictures.":
    "{name}: {found}. Es läuft in deinem Browser; nichts wird hochgeladen, deshalb gibt es keine Links auf seine Bilder.",
  "{latent} latent dimensions to {height} x {width} grey pictures ({layout}), values {low} to {high}":
    "{latent} latente Dimensionen zu grauen Bildern von {height} x {width} ({layout}), Werte von {low} bis {high}",
  "{latent} latent dimensions to {height} x {width} colour pictures ({layout}), values {low} to {high}":
    "{latent} latente Dimensionen zu farbigen Bildern von {height} x {width} ({layout}), Werte von {low} bis {high}",
  Layout: "Anordnung",
  "Black and white": "Schwarz und Weiß",
  "{low} to {high}": "{low} bis {high}",
  Shape: "Form",
  "Back to the faces": "Zurück zu den Gesichtern",
  "{freeze}; drop the ONNX file of a decoder of your own, or a zip of a model folder, here to explore it.":
    "{freeze}. Zieh die ONNX-Datei eines eigenen Decoders oder das ZIP eines Modellordners hierher, um ihn zu erkunden.",
  "{face}. Arrow keys morph it, sideways {first}, upwards {second}; space freezes it.":
    "{face}. Die Pfeiltasten verwandeln es, seitwärts {first}, aufwärts {second}; die Leertaste friert es ein.",
  "{face}. Arrow keys morph it, sideways {first}, upwards {second}; space unfreezes it.":
    "{face}. Die Pfeiltasten verwandeln es, seitwärts {first}, aufwärts {second}; die Leertaste taut es auf.",
  "The other face": "Das andere Gesicht",
  "Loading the model: {received} of {total} MB.":
    "Das Modell wird geladen: {received} von {total} MB.",
  "The face that you asked for comes with the model.":
    "Das Gesicht, das du wolltest, kommt mit dem Modell.",
  "The face follows you already; everything else comes with the model.":
    "Das Gesicht folgt dir schon; alles andere kommt mit dem Modell.",
  "Your browser saves data.": "Dein Browser spart Daten.",
  "Load the model: {total} MB": "Modell laden: {total} MB",
  "what the mouse moves, on either face": "was die Maus bewegt, auf beiden Gesichtern",
  "the same z": "dasselbe z",
  "what it makes of the same photograph": "was es aus demselben Foto macht",
  "an approximation, what its encoder makes of the face":
    "eine Annäherung, was sein Encoder aus dem Gesicht macht",
  "Loading {name}: {received} of {total} MB": "{name} wird geladen: {received} von {total} MB",
  "Loading {name}": "{name} wird geladen",
  "A model of yours": "Ein eigenes Modell",
  "An ONNX file of a decoder, or a model folder as a zip":
    "Eine ONNX-Datei eines Decoders oder ein Modellordner als ZIP",
  "Beside it": "Daneben",
  nothing: "nichts",
  "the model {name}, {latent} latent dimensions to {height} x {width} grey pictures":
    "das Modell {name}, {latent} latente Dimensionen zu grauen Bildern von {height} x {width}",
  "the model {name}, {latent} latent dimensions to {height} x {width} colour pictures":
    "das Modell {name}, {latent} latente Dimensionen zu farbigen Bildern von {height} x {width}",
  "{freeze}.": "{freeze}.",
};
