import type { NOTICES } from "../english/notices";

export const notices: Readonly<Record<(typeof NOTICES)[number], string>> = {
  "Frozen.": "Figé.",
  "Unfrozen.": "Libéré.",
  "Undone.": "Annulé.",
  "Done again.": "Rétabli.",
  "Back to the first face.": "Retour au premier visage.",
  "Ask for a random face again.": "Redemandez un visage au hasard.",
  "A seed is a whole number from 0 to {most}.": "Une graine est un nombre entier de 0 à {most}.",
  "Try again with the switch.": "Réessayez avec l’interrupteur.",
  "This view needs a part of the model that is not on this device yet: switch it on once while there is a network, and it works without one from then on.":
    "Cette vue a besoin d’une partie du modèle qui n’est pas encore sur cet appareil : activez-la une fois avec une connexion, et elle marchera ensuite sans.",
  "Try another face, or a smaller range.": "Essayez un autre visage, ou une portée plus petite.",
  "The picture moves dimensions {first} and {second}.":
    "L’image change les dimensions {first} et {second}.",
  "Dimension {first} at {x}, dimension {second} at {y}.":
    "Dimension {first} à {x}, dimension {second} à {y}.",
  "Reload the page.": "Rechargez la page.",
  "Choose the model again to go on without the film.":
    "Choisissez le modèle encore une fois pour continuer sans le film.",
  "This browser lets the page keep nothing: what you keep is lost when you leave.":
    "Ce navigateur ne laisse rien garder à la page : ce que vous gardez est perdu quand vous partez.",
  "{name} is kept in this browser.": "{name} est gardé dans ce navigateur.",
  "This is {name}.": "Voici {name}.",
  "{name} is now called {next}.": "{name} s’appelle maintenant {next}.",
  "{name} is deleted.": "{name} est supprimé.",
  "Face {number}": "Visage {number}",
  Face: "Visage",
  "Saved. Drop the file on this page, and its face is back.":
    "Enregistré. Déposez le fichier sur cette page, et son visage revient.",
  "Saved. Drop the file on this page, and the names are back.":
    "Enregistré. Déposez le fichier sur cette page, et les noms reviennent.",
  "Saved. Drop the file on this page, and the direction is back.":
    "Enregistré. Déposez le fichier sur cette page, et la direction revient.",
  "Saved. Open the picture on this page, and its face is back.":
    "Enregistré. Ouvrez l’image sur cette page, et son visage revient.",
  "Dimension {rank} goes by its number again.": "La dimension {rank} reprend son numéro.",
  "Dimension {rank} is called {name} in this browser.":
    "La dimension {rank} s’appelle {name} dans ce navigateur.",
  "Dimension {rank} is called {name} again.": "La dimension {rank} s’appelle à nouveau {name}.",
  "The link is copied: it shows this face to anybody who opens it.":
    "Le lien est copié : il montre ce visage à quiconque l’ouvre.",
  "Copied: a line of HTML that shows this face in a page of yours.":
    "Copié : une ligne de HTML qui montre ce visage dans une de vos pages.",
  "Copy the link from the address bar: it shows this face.":
    "Copiez le lien de la barre d’adresse : il montre ce visage.",
  "Choose two different faces.": "Choisissez deux visages différents.",
  "{one} and {other} are the same direction: choose two that differ.":
    "{one} et {other} sont la même direction : choisissez-en deux qui diffèrent.",
  "A sample of what your photograph may be.": "Un tirage parmi ce que votre photo peut être.",
  "Here is a random face instead.": "Voici un visage au hasard à la place.",
  "The face of this link.": "Le visage de ce lien.",
  "The face of this file is back.": "Le visage de ce fichier est de retour.",
  "This link names dimensions that do not exist; choose from 0 to {last}.":
    "Ce lien nomme des dimensions qui n’existent pas ; choisissez de 0 à {last}.",
  "Give the difference a name with letters from a to z in it.":
    "Donnez à la différence un nom qui contient des lettres de a à z.",
  "Between these two there is no difference; choose two faces.":
    "Entre ces deux-là, il n’y a pas de différence ; choisissez deux visages.",
  "The direction {name} is deleted.": "La direction {name} est supprimée.",
  "There is a direction of the name {name} already; choose another name.":
    "Il y a déjà une direction du nom de {name} ; choisissez un autre nom.",
  "Remembered: {name} is a direction now, and can be applied to any face.":
    "Retenu : {name} est maintenant une direction, applicable à tout visage.",
  "{name} is a direction now, until you leave: this browser lets the page keep nothing.":
    "{name} est une direction jusqu’à votre départ : ce navigateur ne laisse rien garder à la page.",
  "A recording of {seconds} seconds is still here: the visit ended before its film was written.":
    "Un enregistrement de {seconds} secondes est encore là : la visite s’est terminée avant que son film soit écrit.",
  "It is under Film.": "Vous le trouverez sous « Film ».",
  "The recording is deleted.": "L’enregistrement est supprimé.",
  "No film was written.": "Aucun film n’a été écrit.",
  "The film was not written.": "Le film n’a pas été écrit.",
  "This site was built without the face finder, so it asks for the eyes.":
    "Ce site a été construit sans la recherche de visages, il demande donc où sont les yeux.",
  "Its picture is encoded anew, which is an approximation.":
    "Son image est encodée à nouveau, ce qui est une approximation.",
  "Drag the two marks onto the eyes in the photograph.":
    "Faites glisser les deux repères sur les yeux de la photo.",
  "No face was found: turn the photograph if it lies on its side, or drag the marks onto the eyes.":
    "Aucun visage n’a été trouvé : tournez la photo si elle est couchée, ou faites glisser les repères sur les yeux.",
  "Face {number}, and what the model makes of it.": "Visage {number}, et ce que le modèle en fait.",
  "Try again with the photograph.": "Réessayez avec la photo.",
  "Nobody can be sure of this face: if it lies on its side, turn the photograph; else drag the marks onto the eyes.":
    "Ce visage est incertain : s’il est couché, tournez la photo ; sinon, faites glisser les repères sur les yeux.",
  "The photograph, and what the model makes of it.": "La photo, et ce que le modèle en fait.",
  "Now {name}: {said}. Undo leads back.": "Voici {name} : {said}. « Annuler » ramène au précédent.",
  "it has no encoder for the face of before, so this is another":
    "il n’a pas d’encodeur pour le visage d’avant, c’en est donc un autre",
  "the face is an approximation, what its encoder makes of the one before":
    "le visage est une approximation, ce que son encodeur fait de celui d’avant",
  "the photograph is encoded anew": "la photo est encodée à nouveau",
  "back to the first face": "retour au premier visage",
  "the face of this file is back": "le visage de ce fichier est de retour",
  "A random face": "Un visage au hasard",
  "What the model makes of the photograph": "Ce que le modèle fait de la photo",
  "This browser has no WebGPU that the page can use: WebAssembly makes the faces.":
    "Ce navigateur n’a pas de WebGPU que la page puisse utiliser : WebAssembly calcule les visages.",
  "{what} comes with the model, which is on its way.":
    "{what} : cela arrive avec le modèle, qui est en route.",
  "{what} needs the model: load it with the button on the face.":
    "{what} : il faut le modèle ; chargez-le avec le bouton sur le visage.",
  "This site has no other model {name} to compare with; it has {names}.":
    "Ce site n’a pas d’autre modèle {name} à comparer ; il a {names}.",
  "Nothing can be copied from this frame by itself. Copy from here: {text}":
    "On ne peut rien copier de ce cadre automatiquement. Copiez d’ici : {text}",
};
