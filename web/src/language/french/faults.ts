import type { FAULTS } from "../english/faults";

export const faults: Readonly<Record<(typeof FAULTS)[number], string>> = {
  "The site cannot be reached.": "Le site est injoignable.",
  "This site has no model in it.": "Il n’y a pas de modèle sur ce site.",
  "The model on this site has a format that this page does not know.":
    "Le modèle de ce site a un format que cette page ne connaît pas.",
  "The description of the model on this site is damaged.":
    "La description du modèle de ce site est abîmée.",
  "This model has no such part.": "Ce modèle n’a pas cette partie.",
  "The model was put away.": "Le modèle a été rangé.",
  "The file took too long for one picture, and was ended.":
    "Le fichier a mis trop de temps pour une image, et a été arrêté.",
  "This browser could not start the page's program.":
    "Ce navigateur n’a pas pu démarrer le programme de la page.",
  "The model has not arrived yet.": "Le modèle n’est pas encore arrivé.",
  "This part of the model has not arrived yet.": "Cette partie du modèle n’est pas encore arrivée.",
  "The decoder gives no finite face here.": "Le décodeur ne donne pas de visage fini ici.",
  "The decoder gives no finite picture here.": "Le décodeur ne donne pas d’image finie ici.",
  "The site has no {file} any more: it has changed since this page was opened.":
    "Le site n’a plus {file} : il a changé depuis que cette page a été ouverte.",
  "The site answered {status} instead of sending {file}.":
    "Le site a répondu {status} au lieu d’envoyer {file}.",
  "The download broke off.": "Le téléchargement s’est interrompu.",
  "The download broke off after {received} of {total} MB.":
    "Le téléchargement s’est interrompu après {received} sur {total} Mo.",
  "The download arrived damaged.": "Le téléchargement est arrivé abîmé.",
  "The download is not complete: {received} of {total} MB.":
    "Le téléchargement est incomplet : {received} sur {total} Mo.",
  "This browser is too old to run the model, or its WebAssembly is switched off: the page needs WebAssembly with SIMD, as browsers have it since 2021, and Safari since 16.4.":
    "Ce navigateur est trop ancien pour le modèle, ou son WebAssembly est désactivé : la page a besoin de WebAssembly avec SIMD, que les navigateurs ont depuis 2021, et Safari depuis la version 16.4.",
  "This page is not complete.": "Cette page n’est pas complète.",
  "The face finder on this site is not the one that is expected.":
    "La recherche de visages de ce site n’est pas celle qui est attendue.",
  "a model needs two interesting dimensions to morph":
    "il faut deux dimensions intéressantes à un modèle pour se transformer",
  "a coordinate must be a finite number": "une coordonnée doit être un nombre fini",
  "{name} cannot move beside {others}, which is locked":
    "{name} ne peut pas bouger à côté de {others}, qui est verrouillé",
  "the range must be above 0 and at most {most}":
    "la portée doit être supérieure à 0 et ne pas dépasser {most}",
  "a latent point here is {count} finite numbers":
    "un point latent est ici fait de {count} nombres finis",
  "the two dimensions must differ": "les deux dimensions doivent être différentes",
  "there is no dimension {number}; choose from 0 to {last}":
    "il n’y a pas de dimension {number} ; choisissez de 0 à {last}",
  "this link belongs to another model": "ce lien appartient à un autre modèle",
  "this link is damaged: {why}": "ce lien est abîmé : {why}",
  "it has version {version}, this page reads {known}":
    "il est de la version {version}, cette page lit la version {known}",
  "it has unknown flags": "il a des drapeaux inconnus",
  "it has the wrong length": "il n’a pas la bonne longueur",
  "a coordinate is not finite": "une coordonnée n’est pas finie",
  "it names dimensions that do not exist": "il nomme des dimensions qui n’existent pas",
  "its range is not allowed": "sa portée n’est pas permise",
  "it is too short": "il est trop court",
  "its checksum is wrong": "sa somme de contrôle est fausse",
  "it has characters that no link has": "il a des caractères qu’aucun lien n’a",
  "a part is missing": "il en manque une partie",
  "this is no point of Morphing Faces": "ce n’est pas un point de Morphing Faces",
  "this point belongs to the model {other}, and this page shows {name} or another version of it":
    "ce point appartient au modèle {other}, et cette page montre {name} ou une autre version",
  "this point does not have {count} coordinates": "ce point n’a pas {count} coordonnées",
  "this point is damaged": "ce point est abîmé",
  "this point is damaged: 'selected' must be two different dimensions from 0 to {last}":
    "ce point est abîmé : « selected » doit donner deux dimensions différentes de 0 à {last}",
  "this point is damaged: 'reach' must be above 0 and at most {most}":
    "ce point est abîmé : « reach » doit être supérieur à 0 et ne pas dépasser {most}",
  "this is no PNG file": "ce n’est pas un fichier PNG",
  "the text in this picture is too long": "le texte de cette image est trop long",
  "this picture's text is damaged": "le texte de cette image est abîmé",
  "this PNG file is cut off": "ce fichier PNG est tronqué",
  "this PNG file is damaged": "ce fichier PNG est abîmé",
  "This direction is damaged.": "Cette direction est abîmée.",
  "This direction belongs to another model, or to another version of {name}.":
    "Cette direction appartient à un autre modèle, ou à une autre version de {name}.",
  "These names are damaged.": "Ces noms sont abîmés.",
  "These names belong to another model, or to another version of {name}.":
    "Ces noms appartiennent à un autre modèle, ou à une autre version de {name}.",
  "The faces for the map on this site are damaged.":
    "Les visages pour la carte de ce site sont abîmés.",
  "The directions of the model on this site are damaged: {why}.":
    "Les directions du modèle de ce site sont abîmées : {why}.",
  "they are no JSON": "ce n’est pas du JSON",
  "their format is unknown": "leur format est inconnu",
  "one is no direction": "l’une n’est pas une direction",
  "a name is not allowed": "un nom n’est pas permis",
  "{name} does not have {count} finite numbers that lead somewhere":
    "{name} n’a pas {count} nombres finis qui mènent quelque part",
  "This file is too large; 64 MB at most.": "Ce fichier est trop gros ; 64 Mo au plus.",
  "This browser could not make a picture.": "Ce navigateur n’a pas pu faire d’image.",
  "There was nothing to film.": "Il n’y avait rien à filmer.",
  "This browser can encode neither H.264 nor VP9 nor VP8.":
    "Ce navigateur ne sait encoder ni H.264, ni VP9, ni VP8.",
  "The part of the page that writes films did not arrive.":
    "La partie de la page qui écrit les films n’est pas arrivée.",
  "The model on this site has no encoder, so it cannot take photographs.":
    "Le modèle de ce site n’a pas d’encodeur, il ne peut donc pas prendre de photos.",
  "The model on this site does not say where eyes lie in a square picture, so photographs cannot be aligned for it.":
    "Le modèle de ce site ne dit pas où sont les yeux dans une image carrée, on ne peut donc pas aligner de photos pour lui.",
  "The face is too small: its eyes are {apart} pixels apart, and {needed} are needed.":
    "Le visage est trop petit : ses yeux sont à {apart} pixels l’un de l’autre, et il en faut {needed}.",
  "The eyes must be at least {least} pixels apart.":
    "Les yeux doivent être à {least} pixels au moins l’un de l’autre.",
  "This browser could not read the photograph.": "Ce navigateur n’a pas pu lire la photo.",
  "This file is too long for a photograph; 64 MB at most.":
    "Ce fichier est trop gros pour une photo ; 64 Mo au plus.",
  "This file is no photograph; JPEG, PNG, WebP, GIF, AVIF and HEIC are read.":
    "Ce fichier n’est pas une photo ; on lit JPEG, PNG, WebP, GIF, AVIF et HEIC.",
  "This picture is too large: {width} × {height} pixels, and 64 million in all are allowed.":
    "Cette image est trop grande : {width} × {height} pixels, et 64 millions en tout sont permis.",
  "This picture is too small: {width} × {height} pixels, and {least} a side are needed.":
    "Cette image est trop petite : {width} × {height} pixels, et il en faut {least} par côté.",
  "This picture is damaged, or of a kind that this browser cannot read.":
    "Cette image est abîmée, ou d’un genre que ce navigateur ne sait pas lire.",
  "This browser cannot read {kind} pictures, or this one is damaged; save the photograph as JPEG, which every browser reads.":
    "Ce navigateur ne sait pas lire les images {kind}, ou celle-ci est abîmée ; enregistrez la photo en JPEG, que tout navigateur lit.",
  "There is no such face.": "Ce visage n’existe pas.",
  "There is no photograph.": "Il n’y a pas de photo.",
  "{name} has its weights in a second file, which a page cannot read. Export it in one: torch.onnx.export(..., external_data=False).":
    "{name} a ses poids dans un second fichier, qu’une page ne peut pas lire. Exportez-le en un seul : torch.onnx.export(..., external_data=False).",
  "{name} has {size} MB, and at most 200 are explored here. In Python, morphing-faces import takes larger ones.":
    "{name} fait {size} Mo, et on en explore ici 200 au plus. En Python, morphing-faces import en prend de plus gros.",
  "{name} is a Keras model, which may run code when it is read. In Python, model.export(..., format='onnx') makes a file that can be dropped here.":
    "{name} est un modèle Keras, qui peut exécuter du code quand on le lit. En Python, model.export(..., format='onnx') fait un fichier que vous pouvez déposer ici.",
  "{name} is an exported program of torch, which is not read. {way}":
    "{name} est un programme exporté de torch, qu’on ne lit pas. {way}",
  "{name} is TorchScript, which is code. {way}": "{name} est du TorchScript, donc du code. {way}",
  "{name} is a pickle, as those of StyleGAN are, which runs code when it is read. {way}":
    "{name} est un pickle, comme ceux de StyleGAN, qui exécute du code quand on le lit. {way}",
  "{name} has weights without the network that they belong to. {way}":
    "{name} a des poids sans le réseau auquel ils appartiennent. {way}",
  "{name} is a checkpoint of torch, a pickle without the network that it belongs to. {way}":
    "{name} est un point de reprise de torch, un pickle sans le réseau auquel il appartient. {way}",
  "In Python, torch.onnx.export(decoder, z, 'decoder.onnx') makes a file that can be dropped here.":
    "En Python, torch.onnx.export(decoder, z, 'decoder.onnx') fait un fichier que vous pouvez déposer ici.",
  "There is no description.": "Il n’y a pas de description.",
  "A shape of {shape} has {numbers} numbers, but a picture here has {needed}.":
    "Une forme {shape} a {numbers} nombres, mais une image en a ici {needed}.",
  "A picture of {numbers} numbers is too large to be shown.":
    "Une image de {numbers} nombres est trop grande pour être montrée.",
  "Each picture is a row of {numbers} numbers: say which shape they have.":
    "Chaque image est une ligne de {numbers} nombres : dites quelle forme elles ont.",
  "{shape} is no picture: grey ones are [H, W], [1, H, W] or [H, W, 1], those in colour [3, H, W] or [H, W, 3].":
    "{shape} n’est pas une image : les grises sont [H, W], [1, H, W] ou [H, W, 1], celles en couleurs [3, H, W] ou [H, W, 3].",
  "{shape} is no picture in the layout {layout}: grey ones are [H, W], [1, H, W] or [H, W, 1], those in colour [3, H, W] or [H, W, 3].":
    "{shape} n’est pas une image dans la disposition {layout} : les grises sont [H, W], [1, H, W] ou [H, W, 1], celles en couleurs [3, H, W] ou [H, W, 3].",
  "{shape} can be read as {one} and as {other}.":
    "{shape} peut se lire comme {one} et comme {other}.",
  "Its pictures have values that are not finite numbers.":
    "Ses images ont des valeurs qui ne sont pas des nombres finis.",
  "Values from {low} to {high} are in none of the ranges 0 to 1, -1 to 1 and 0 to 255: if they are logits, put a sigmoid after the decoder; else say which are black and white.":
    "Des valeurs de {low} à {high} ne sont dans aucun des intervalles 0 à 1, -1 à 1 et 0 à 255 : si ce sont des logits, mettez une sigmoïde après le décodeur ; sinon, dites lesquelles sont le noir et le blanc.",
  "Values from {low} to {high} fit pictures in 0 to 1 that overshoot, and others: say which are black and white.":
    "Des valeurs de {low} à {high} conviennent à des images de 0 à 1 qui débordent, et à d’autres : dites lesquelles sont le noir et le blanc.",
  "Every z gives the same picture: the network does not listen to z.":
    "Tout z donne la même image : le réseau n’écoute pas z.",
  "It takes {names}; a decoder takes one latent point of 32-bit numbers and nothing else: export that part alone.":
    "Il prend {names} ; un décodeur prend un point latent de nombres de 32 bits et rien d’autre : exportez cette partie seule.",
  "It takes [{shape}]; a decoder takes latent points [N, L] or [N, C, h, w] of a size that the file says.":
    "Il prend [{shape}] ; un décodeur prend des points latents [N, L] ou [N, C, h, w] d’une taille que dit le fichier.",
  "It takes pictures [{shape}]: it is an encoder or a whole autoencoder. Export its decoder alone, or take it to morphing-faces import, which cuts it in two.":
    "Il prend des images [{shape}] : c’est un encodeur ou un auto-encodeur entier. Exportez son décodeur seul, ou donnez-le à morphing-faces import, qui le coupe en deux.",
  "It takes {size} numbers; from 2 to {most} are explored.":
    "Il prend {size} nombres ; on en explore de 2 à {most}.",
  "It gives {names}: export it with the pictures alone.":
    "Il donne {names} : exportez-le avec les images seules.",
  "{name} has {size} latent dimensions, not {wanted}, and no encoder for the face: it cannot show the same.":
    "{name} a {size} dimensions latentes, et non {wanted}, et pas d’encodeur pour le visage : il ne peut pas montrer le même.",
  "this browser has no canvas": "ce navigateur n’a pas de canvas",
  "{name} is no zip. {way}": "{name} n’est pas un zip. {way}",
  "{name} needs the operator {operator} of the domain {domain}, which only some runtimes have. Export it with standard operators alone.":
    "{name} a besoin de l’opérateur {operator} du domaine {domain}, que seuls certains moteurs ont. Exportez-le avec les seuls opérateurs standard.",
  "{name}: its decoder gives other pictures than it says.":
    "{name} : son décodeur donne d’autres images que ce qu’il dit.",
  "The network is nested too deeply to be looked through.":
    "Le réseau est trop profondément imbriqué pour être parcouru.",
  "{name} has several model folders in it: drop one at a time.":
    "{name} contient plusieurs dossiers de modèles : déposez-en un à la fois.",
  "{name} is {what}: it has no config.json. Pack the folder that morphing-faces export or import has made, or drop the ONNX file of a decoder.":
    "{name} est {what} : il n’a pas de config.json. Empaquetez le dossier que morphing-faces export ou import a fait, ou déposez le fichier ONNX d’un décodeur.",
  "no model folder": "autre chose qu’un dossier de modèle",
  "a checkpoint of torch, a pickle without the network that it belongs to":
    "un point de reprise de torch, un pickle sans le réseau auquel il appartient",
  "a Keras model, which may run code when it is read":
    "un modèle Keras, qui peut exécuter du code quand on le lit",
  "no model folder, but weights": "non pas un dossier de modèle, mais des poids",
  "{name}: its {file} is not that of a model folder of version 1.":
    "{name} : son {file} n’est pas celui d’un dossier de modèle de version 1.",
  "{name} lacks {path}, which its {file} lists.":
    "Il manque à {name} {path}, que son {file} mentionne.",
  "{name}: {path} is damaged, it is not what {file} says.":
    "{name} : {path} est abîmé, ce n’est pas ce que dit {file}.",
  "{name}: {path} has its weights in a second file, which no model folder has.":
    "{name} : {path} a ses poids dans un second fichier, qu’aucun dossier de modèle n’a.",
  "{name}: its {file} is damaged, or says what no model does.":
    "{name} : son {file} est abîmé, ou dit ce qu’aucun modèle ne fait.",
  "{name} has more than {count} files in it.": "{name} contient plus de {count} fichiers.",
  "{name} has a file {path} in it, which leads out of it.":
    "{name} contient un fichier {path}, qui mène hors de lui.",
  "{name} has two files {path} in it.": "{name} contient deux fichiers {path}.",
  "{name} has more than {size} MB in it, unpacked, and at most that is explored.":
    "{name} contient plus de {size} Mo, décompressé, et on n’en explore pas plus.",
  "{name} is damaged: it cannot be unpacked.": "{name} est abîmé : on ne peut pas le décompresser.",
  "the picture of the first faces has another size":
    "l’image des premiers visages a une autre taille",
  "The site allows this frame no program.": "Le site ne permet aucun programme à ce cadre.",
};
