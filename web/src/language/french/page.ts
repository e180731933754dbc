import type { PAGE } from "../english/page";

export const page: Readonly<Record<(typeof PAGE)[number], string>> = {
  Pages: "Pages",
  Demo: "Démo",
  "How does it work?": "Comment ça marche ? (en anglais)",
  Language: "Langue",
  "A variational autoencoder draws these faces in your browser: nobody like this exists, and nothing you do here is sent anywhere.":
    "Un auto-encodeur variationnel dessine ces visages dans votre navigateur : aucune de ces personnes n’existe, et rien de ce que vous faites ici n’est envoyé où que ce soit.",
  "Faces by the model {name}": "Visages du modèle {name}",
  "Faces by the model {name} ({licence})": "Visages du modèle {name} ({licence})",
  "Morphing Faces: all of it": "Morphing Faces : la page entière",
  Dismiss: "Fermer",
  "Drag over the face, and it morphs": "Glissez le doigt sur le visage : il se transforme",
  "Move over the face, and it morphs": "Passez la souris sur le visage : il se transforme",
  "Frozen. Tap the face, and it moves again": "Figé. Touchez le visage : il bouge à nouveau",
  "Frozen. Click the face, and it moves again": "Figé. Cliquez sur le visage : il bouge à nouveau",
  "Tap the face to freeze it": "Touchez le visage pour le figer",
  "Click the face or press space to freeze it":
    "Cliquez sur le visage ou appuyez sur la barre d’espace pour le figer",
  "Loading the model": "Chargement du modèle",
  "Try again": "Réessayer",
  "Reload the page": "Recharger la page",
  "The photograph, aligned.": "La photo, alignée.",
  "Drag the two marks below onto the eyes.":
    "Faites glisser les deux repères ci-dessous sur les yeux.",
  "Where the decoder is unsure: its standard deviation, from 0 (black) to a fifth of the way from black to white (white).":
    "Là où le décodeur hésite : son écart type, de 0 (noir) à un cinquième de l’écart entre le noir et le blanc (blanc).",
  "Loading {size} MB that only this view needs.":
    "Chargement de {size} Mo dont seule cette vue a besoin.",
  "Sideways:": "Horizontalement :",
  "Upwards:": "Verticalement :",
  "Sideways, the picture moves dimension {rank} of the {count} numbers behind the face, which now is {value}.":
    "Horizontalement, l’image fait varier la dimension {rank} des {count} nombres derrière le visage, qui vaut à présent {value}.",
  "Upwards, the picture moves dimension {rank} of the {count} numbers behind the face, which now is {value}.":
    "Verticalement, l’image fait varier la dimension {rank} des {count} nombres derrière le visage, qui vaut à présent {value}.",
  frozen: "figé",
  sliding: "glisse",
  walking: "se promène",
  Model: "Modèle",
  Random: "Au hasard",
  "Your photograph": "Votre photo",
  "Your photograph never leaves this device.": "Votre photo ne quitte jamais cet appareil.",
  Undo: "Annuler",
  Redo: "Rétablir",
  Reset: "Revenir au début",
  Freeze: "Figer",
  Walk: "Promenade",
  "This comes with the model, which is on its way.": "Cela vient avec le modèle, qui est en route.",
  "This needs the model: load it with the button on the face.":
    "Il faut le modèle pour cela : chargez-le avec le bouton sur le visage.",
  "This needs the model, which did not arrive.":
    "Il faut pour cela le modèle, et il n’est pas arrivé.",
  "There is nothing to undo.": "Il n’y a rien à annuler.",
  "There is nothing to do again.": "Il n’y a rien à rétablir.",
  "This model is in this browser alone, so nobody else could follow a link to its face.":
    "Ce modèle n’est que dans ce navigateur : personne d’autre ne pourrait suivre un lien vers son visage.",
  "Full screen": "Plein écran",
  "What these buttons do": "À quoi servent ces boutons",
  "Takes back the last change.": "Reprend le dernier changement.",
  "Does again what was taken back.": "Refait ce qui a été repris.",
  "Goes back to the face that you began with.": "Revient au visage du début.",
  "Holds the face, so that moving over it changes nothing; press again, and it follows.":
    "Retient le visage, qui ne suit plus ; appuyez encore, et il suit de nouveau.",
  "The face changes by itself, a little at a time, until you press again.":
    "Le visage change tout seul, peu à peu, jusqu’à ce que vous appuyiez encore.",
  "Leave full screen": "Quitter le plein écran",
  "Loading what photographs need, once: {received} of {total} MB":
    "Chargement, une seule fois, de ce qu’il faut aux photos : {received} sur {total} Mo",
  "Looking at the photograph": "Examen de la photo",
  "Take face {number} from the left": "Prendre le visage {number} à partir de la gauche",
  "It stays on this machine: your browser does all the work, and nothing is sent anywhere.":
    "Elle reste sur cet appareil : votre navigateur fait tout le travail, et rien n’est envoyé où que ce soit.",
  "Drag the two marks onto the eyes, or move them with the arrow keys; the face follows.":
    "Faites glisser les deux repères sur les yeux, ou déplacez-les avec les flèches ; le visage suit.",
  "Turn it": "La tourner",
  "Put it away": "La ranger",
  "Left eye": "Œil gauche",
  "Right eye": "Œil droit",
  "{x} across, {y} down": "{x} vers la droite, {y} vers le bas",
  "{eye} in the photograph, {place}. Arrow keys move it.":
    "{eye} sur la photo, {place}. Les flèches le déplacent.",
  "Change one thing": "Changer une seule chose",
  "Fetch the directions again": "Charger les directions à nouveau",
  "Each direction changes one thing about this face, as well as the model can tell it apart.":
    "Chaque direction change une chose à ce visage, autant que le modèle sait la distinguer des autres.",
  "A lock keeps one where it is while others move.":
    "Un cadenas en retient une pendant que les autres bougent.",
  Direction: "Direction",
  less: "moins",
  more: "plus",
  "How far from the average face, in steps. {step}":
    "À quelle distance du visage moyen, en pas. {step}",
  "In steps: one is all of the difference that it was made of.":
    "En pas : un pas est toute la différence dont elle est faite.",
  "{value} steps": "{value} pas",
  "{value} steps, {end}": "{value} pas, {end}",
  "Lock {name}": "Verrouiller {name}",
  "Let it move again": "La libérer",
  "Keep it where it is while others move": "La maintenir pendant que d’autres bougent",
  "It is locked: let it go to move it.": "Elle est verrouillée : libérez-la pour la déplacer.",
  yours: "à vous",
  Save: "Enregistrer",
  Delete: "Supprimer",
  "Save the direction {name}": "Enregistrer la direction {name}",
  "Delete the direction {name}": "Supprimer la direction {name}",
  "With {name}: {changes}.": "Avec {name} ont changé : {changes}.",
  "With {name}, no other direction has changed by much.":
    "Avec {name}, aucune autre direction n’a beaucoup changé.",
  "Since the last change: {changes}.": "Depuis le dernier changement : {changes}.",
  "Since the last change, no other direction has changed by much.":
    "Depuis le dernier changement, aucune autre direction n’a beaucoup changé.",
  "What else changed: {changes}": "Ce qui a changé aussi : {changes}",
  "What else changed: hardly anything": "Ce qui a changé aussi : presque rien",
  "What changed last: {changes}": "Dernier changement : {changes}",
  "What changed last: hardly anything": "Dernier changement : presque rien",
  "not named by anybody": "sans nom",
  "not measured": "non mesurée",
  reliable: "fiable",
  fair: "correcte",
  vague: "vague",
  "{grade}, moves others too": "{grade}, en entraîne d’autres",
  "A step to the right also makes: {others}.": "Un pas vers la droite donne aussi : {others}.",
  "A step to the right also moves {others} standard deviations.":
    "Un pas vers la droite déplace aussi, en écarts types : {others}.",
  "What no direction here measures may change with it, such as whether a face looks like a woman’s or a man’s.":
    "Peut changer aussi ce qu’aucune direction ne mesure ici, par exemple si un visage paraît celui d’une femme ou d’un homme.",
  "{name} by {steps}": "{name} de {steps}",
  "less {name}": "moins {name}",
  "Found in the model alone, without labels: what it does, nobody has said.":
    "Trouvée dans le modèle seul, sans étiquettes : personne n’a dit ce qu’elle fait.",
  "One step is one standard deviation.": "Un pas est un écart type.",
  "One step is one standard deviation, here {value} {unit}.":
    "Un pas est un écart type, ici {value} {unit}.",
  Map: "Carte",
  "where this face lies among others, and what lies between":
    "où se trouve ce visage parmi d’autres, et ce qu’il y a entre eux",
  "Every place is a face: draw a finger over the map, and lift it where you want to stay.":
    "Chaque lieu est un visage : promenez un doigt sur la carte, et levez-le là où vous voulez rester.",
  "Every place is a face: move over the map to see it, and click to stay.":
    "Chaque lieu est un visage : passez la souris sur la carte pour le voir, et cliquez pour y rester.",
  "What is on the map": "Ce qu’il y a sur la carte",
  "Where your face is": "Là où est votre visage",
  "The grid: what your face would be there": "La grille : ce que votre visage y serait",
  "Round: what the model makes of photographs that its owner shows here":
    "Rond : ce que le modèle fait de photos que son propriétaire montre ici",
  "Round: random faces of this model, as they are seen from here":
    "Rond : des visages de ce modèle tirés au hasard, vus d’ici",
  "More of these, for which there is no room": "D’autres, pour lesquels la place manque",
  "Your photograph, beside where it lies": "Votre photo, à côté de son emplacement",
  "What the encoder takes your photograph for, q(z|x): one and two standard deviations around its mean":
    "Ce pour quoi l’encodeur prend votre photo, q(z|x) : un et deux écarts types autour de la moyenne",
  "Faces drawn from that": "Des visages qui en sont tirés",
  "↔ sideways": "↔ horizontalement",
  "↕ upwards": "↕ verticalement",
  "Dimensions: the picture moves them, too": "Dimensions : l’image les change aussi",
  Directions: "Directions",
  "Principal axes": "Axes principaux",
  "Random faces": "Visages au hasard",
  "The owner's faces": "Visages du propriétaire",
  Resample: "Nouveau tirage",
  "Map: sideways {across}, upwards {up}. Arrow keys move the face.":
    "Carte : horizontalement {across}, verticalement {up}. Les flèches déplacent le visage.",
  "dimension {rank}": "dimension {rank}",
  "Keep and share": "Garder et partager",
  "links, pictures, faces to come back to": "liens, images, visages à retrouver",
  Keep: "Garder",
  "Copy link": "Copier le lien",
  "Copy for a web page": "Copier pour une page web",
  "Save PNG": "Enregistrer en PNG",
  Open: "Ouvrir",
  "A saved picture, point, direction or names":
    "Une image, un point, une direction ou des noms enregistrés",
  "Open a saved picture, and its face is back. Kept faces stay in this browser.":
    "Ouvrez une image enregistrée, et son visage revient. Les visages gardés restent dans ce navigateur.",
  "Drop on the page, or open, a saved picture, and its face is back. Kept faces stay in this browser.":
    "Déposez sur la page, ou ouvrez, une image enregistrée, et son visage revient. Les visages gardés restent dans ce navigateur.",
  "Kept faces": "Visages gardés",
  From: "De",
  to: "à",
  "the present face": "visage actuel",
  "share of the way": "part du chemin",
  Slide: "Glisser",
  Stop: "Arrêter",
  "Remember this difference as": "Retenir cette différence sous le nom",
  smile: "sourire",
  Remember: "Retenir",
  "Go to {name}": "Aller à {name}",
  "Name of the kept face {name}": "Nom du visage gardé {name}",
  "Save {name} as a file": "Enregistrer {name} dans un fichier",
  "Save as a file": "Enregistrer dans un fichier",
  "Delete {name}": "Supprimer {name}",
  "{name} in group {group}": "{name} dans le groupe {group}",
  "A direction from two groups of faces": "Une direction entre deux groupes de visages",
  "Mark {least} kept faces at least with A and {least} with B, such as plain and smiling ones: the direction leads from the mean of A to that of B. The more faces, the more certain it is.":
    "Marquez d’un A au moins {least} visages gardés, et d’un B au moins {least} autres, par exemple sérieux et souriants : la direction mène de la moyenne de A à celle de B. Plus il y a de visages, plus elle est sûre.",
  "{first} and {second} faces: the step is {length} ± {error} long, by chance alone {chance}.":
    "{first} et {second} visages : le pas est long de {length} ± {error} ; le hasard seul donnerait {chance}.",
  "{first} and {second} faces: the step is {length} ± {error} long, by chance alone {chance}: hardly a difference.":
    "{first} et {second} visages : le pas est long de {length} ± {error} ; le hasard seul donnerait {chance} : à peine une différence.",
  "A has {first}, B has {second}.": "A en a {first}, B en a {second}.",
  "Both groups have the same mean, and no step leads from one to the other.":
    "Les deux groupes ont la même moyenne, et aucun pas ne mène de l’un à l’autre.",
  "Call the direction": "Nom de la direction",
  "Make it": "La créer",
  Film: "Film",
  "what the face does, as a video": "ce que fait le visage, en vidéo",
  Record: "Filmer",
  "Stop recording": "Arrêter de filmer",
  "The film before is still being written.": "Le film précédent est encore en cours d’écriture.",
  "Recording what the face does: {time}": "On filme ce que fait le visage : {time}",
  "Writing the film: {written} of {frames} frames":
    "Écriture du film : {written} images sur {frames}",
  "Cancel the film": "Abandonner le film",
  "Try again to write the film": "Réessayer d’écrire le film",
  "Write it as a GIF": "L’écrire en GIF",
  "Write it as a video": "L’écrire en vidéo",
  "Delete the recording": "Supprimer l’enregistrement",
  Dimensions: "Dimensions",
  "the numbers behind the face": "les nombres derrière le visage",
  "Each strip shows what its dimension does to this face: slide along it. The map chooses which two the picture moves; here they can be given names.":
    "Chaque bande montre ce que sa dimension fait à ce visage : faites-y glisser le curseur. La carte choisit les deux que l’image change ; ici, vous pouvez leur donner des noms.",
  "A direction of the same name goes along many dimensions at once, so it has a number of its own.":
    "Une direction du même nom passe par beaucoup de dimensions à la fois et a donc un nombre à elle.",
  "This number of z, as the decoder takes it.": "Ce nombre de z, tel que le décodeur le reçoit.",
  Dimension: "Dimension",
  "Name of dimension {rank}": "Nom de la dimension {rank}",
  "name dimension {rank}": "nommer la dimension {rank}",
  "Save names": "Enregistrer les noms",
  "For the curious": "Pour les curieux",
  "reach, seed, uncertainty": "portée, graine, incertitude",
  "The picture reaches ±": "L’image va jusqu’à ±",
  Seed: "Graine",
  "Show the decoder’s uncertainty": "Montrer l’incertitude du décodeur",
  "{maker} decoded this face in {milliseconds} ms.":
    "{maker} a décodé ce visage en {milliseconds} ms.",
  "Your system asks for less motion, so the walk moves in steps rather than glides.":
    "Votre système demande moins de mouvement : la promenade avance par pas au lieu de glisser.",
  "Your model": "Votre modèle",
  "{name} is being looked at, in your browser …":
    "{name} est en cours d’examen, dans votre navigateur…",
  "{name}: {found}. It runs in your browser; nothing is uploaded, so there are no links to its pictures.":
    "{name} : {found}. Il tourne dans votre navigateur ; rien n’est envoyé, il n’y a donc pas de liens vers ses images.",
  "{latent} latent dimensions to {height} x {width} grey pictures ({layout}), values {low} to {high}":
    "{latent} dimensions latentes vers des images grises de {height} x {width} ({layout}), valeurs de {low} à {high}",
  "{latent} latent dimensions to {height} x {width} colour pictures ({layout}), values {low} to {high}":
    "{latent} dimensions latentes vers des images en couleurs de {height} x {width} ({layout}), valeurs de {low} à {high}",
  Layout: "Disposition",
  "Black and white": "Noir et blanc",
  "{low} to {high}": "{low} à {high}",
  Shape: "Forme",
  "Back to the faces": "Retour aux visages",
  "{freeze}; drop the ONNX file of a decoder of your own, or a zip of a model folder, here to explore it.":
    "{freeze} ; déposez ici le fichier ONNX de votre propre décodeur, ou le zip d’un dossier de modèle, pour l’explorer.",
  "{face}. Arrow keys morph it, sideways {first}, upwards {second}; space freezes it.":
    "{face}. Les flèches le transforment, horizontalement {first}, verticalement {second} ; la barre d’espace le fige.",
  "{face}. Arrow keys morph it, sideways {first}, upwards {second}; space unfreezes it.":
    "{face}. Les flèches le transforment, horizontalement {first}, verticalement {second} ; la barre d’espace le libère.",
  "The other face": "L’autre visage",
  "Loading the model: {received} of {total} MB.":
    "Chargement du modèle : {received} sur {total} Mo.",
  "The face that you asked for comes with the model.": "Le visage demandé arrive avec le modèle.",
  "The face follows you already; everything else comes with the model.":
    "Le visage vous suit déjà ; le reste arrive avec le modèle.",
  "Your browser saves data.": "Votre navigateur économise les données.",
  "Load the model: {total} MB": "Charger le modèle : {total} Mo",
  "what the mouse moves, on either face": "ce que la souris change, sur les deux visages",
  "the same z": "le même z",
  "what it makes of the same photograph": "ce qu’il fait de la même photo",
  "an approximation, what its encoder makes of the face":
    "une approximation, ce que son encodeur fait du visage",
  "Loading {name}: {received} of {total} MB": "Chargement de {name} : {received} sur {total} Mo",
  "Loading {name}": "Chargement de {name}",
  "A model of yours": "Un modèle à vous",
  "An ONNX file of a decoder, or a model folder as a zip":
    "Un fichier ONNX d’un décodeur, ou un dossier de modèle en zip",
  "Beside it": "À côté",
  nothing: "rien",
  "the model {name}, {latent} latent dimensions to {height} x {width} grey pictures":
    "le modèle {name}, {latent} dimensions latentes vers des images grises de {height} x {width}",
  "the model {name}, {latent} latent dimensions to {height} x {width} colour pictures":
    "le modèle {name}, {latent} dimensions latentes vers des images en couleurs de {height} x {width}",
  "{freeze}.": "{freeze}.",
};
