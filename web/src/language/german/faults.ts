import type { FAULTS } from "../english/faults";

export const faults: Readonly<Record<(typeof FAULTS)[number], string>> = {
  "The site cannot be reached.": "Die Website ist nicht erreichbar.",
  "This site has no model in it.": "Auf dieser Website liegt kein Modell.",
  "The model on this site has a format that this page does not know.":
    "Das Modell auf dieser Website hat ein Format, das diese Seite nicht kennt.",
  "The description of the model on this site is damaged.":
    "Die Beschreibung des Modells auf dieser Website ist beschädigt.",
  "This model has no such part.": "Einen solchen Teil hat dieses Modell nicht.",
  "The model was put away.": "Das Modell wurde weggelegt.",
  "The file took too long for one picture, and was ended.":
    "Die Datei brauchte zu lange für ein Bild und wurde beendet.",
  "This browser could not start the page's program.":
    "Dieser Browser konnte das Programm der Seite nicht starten.",
  "The model has not arrived yet.": "Das Modell ist noch nicht da.",
  "This part of the model has not arrived yet.": "Dieser Teil des Modells ist noch nicht da.",
  "The decoder gives no finite face here.": "Der Decoder ergibt hier kein endliches Gesicht.",
  "The decoder gives no finite picture here.": "Der Decoder ergibt hier kein endliches Bild.",
  "The site has no {file} any more: it has changed since this page was opened.":
    "Die Website hat {file} nicht mehr: Sie hat sich geändert, seit diese Seite geöffnet wurde.",
  "The site answered {status} instead of sending {file}.":
    "Die Website antwortete {status}, statt {file} zu senden.",
  "The download broke off.": "Das Herunterladen brach ab.",
  "The download broke off after {received} of {total} MB.":
    "Das Herunterladen brach nach {received} von {total} MB ab.",
  "The download arrived damaged.": "Was heruntergeladen wurde, ist beschädigt.",
  "The download is not complete: {received} of {total} MB.":
    "Es ist nicht alles heruntergeladen: {received} von {total} MB.",
  "This browser is too old to run the model, or its WebAssembly is switched off: the page needs WebAssembly with SIMD, as browsers have it since 2021, and Safari since 16.4.":
    "Dieser Browser ist zu alt für das Modell, oder sein WebAssembly ist ausgeschaltet: Die Seite braucht WebAssembly mit SIMD, wie Browser es seit 2021 haben und Safari seit 16.4.",
  "This page is not complete.": "Diese Seite ist nicht vollständig.",
  "The face finder on this site is not the one that is expected.":
    "Die Gesichtssuche auf dieser Website ist nicht die erwartete.",
  "a model needs two interesting dimensions to morph":
    "ein Modell braucht zwei interessante Dimensionen, um sich zu verwandeln",
  "a coordinate must be a finite number": "eine Koordinate muss eine endliche Zahl sein",
  "{name} cannot move beside {others}, which is locked":
    "{name} kann sich neben {others} nicht bewegen, was festgehalten wird",
  "the range must be above 0 and at most {most}":
    "die Reichweite muss über 0 liegen und höchstens {most} sein",
  "a latent point here is {count} finite numbers":
    "ein latenter Punkt besteht hier aus {count} endlichen Zahlen",
  "the two dimensions must differ": "die beiden Dimensionen müssen verschieden sein",
  "there is no dimension {number}; choose from 0 to {last}":
    "eine Dimension {number} gibt es nicht; wähle von 0 bis {last}",
  "this link belongs to another model": "dieser Link gehört zu einem anderen Modell",
  "this link is damaged: {why}": "dieser Link ist beschädigt: {why}",
  "it has version {version}, this page reads {known}":
    "er hat Version {version}, diese Seite liest {known}",
  "it has unknown flags": "er hat unbekannte Schalter",
  "it has the wrong length": "er hat die falsche Länge",
  "a coordinate is not finite": "eine Koordinate ist nicht endlich",
  "it names dimensions that do not exist": "er nennt Dimensionen, die es nicht gibt",
  "its range is not allowed": "seine Reichweite ist nicht erlaubt",
  "it is too short": "er ist zu kurz",
  "its checksum is wrong": "seine Prüfsumme stimmt nicht",
  "it has characters that no link has": "er hat Zeichen, die kein Link hat",
  "a part is missing": "ein Teil fehlt",
  "this is no point of Morphing Faces": "dies ist kein Punkt von Morphing Faces",
  "this point belongs to the model {other}, and this page shows {name} or another version of it":
    "dieser Punkt gehört zum Modell {other}, und diese Seite zeigt {name} oder eine andere Version davon",
  "this point does not have {count} coordinates": "dieser Punkt hat nicht {count} Koordinaten",
  "this point is damaged": "dieser Punkt ist beschädigt",
  "this point is damaged: 'selected' must be two different dimensions from 0 to {last}":
    "dieser Punkt ist beschädigt: „selected“ muss zwei verschiedene Dimensionen von 0 bis {last} nennen",
  "this point is damaged: 'reach' must be above 0 and at most {most}":
    "dieser Punkt ist beschädigt: „reach“ muss über 0 liegen und höchstens {most} sein",
  "this is no PNG file": "dies ist keine PNG-Datei",
  "the text in this picture is too long": "der Text in diesem Bild ist zu lang",
  "this picture's text is damaged": "der Text dieses Bildes ist beschädigt",
  "this PNG file is cut off": "diese PNG-Datei ist abgeschnitten",
  "this PNG file is damaged": "diese PNG-Datei ist beschädigt",
  "This direction is damaged.": "Diese Richtung ist beschädigt.",
  "This direction belongs to another model, or to another version of {name}.":
    "Diese Richtung gehört zu einem anderen Modell oder zu einer anderen Version von {name}.",
  "These names are damaged.": "Diese Namen sind beschädigt.",
  "These names belong to another model, or to another version of {name}.":
    "Diese Namen gehören zu einem anderen Modell oder zu einer anderen Version von {name}.",
  "The faces for the map on this site are damaged.":
    "Die Gesichter für die Karte auf dieser Website sind beschädigt.",
  "The directions of the model on this site are damaged: {why}.":
    "Die Richtungen des Modells auf dieser Website sind beschädigt: {why}.",
  "they are no JSON": "sie sind kein JSON",
  "their format is unknown": "ihr Format ist unbekannt",
  "one is no direction": "eine ist keine Richtung",
  "a name is not allowed": "ein Name ist nicht erlaubt",
  "{name} does not have {count} finite numbers that lead somewhere":
    "{name} hat nicht {count} endliche Zahlen, die irgendwohin führen",
  "This file is too large; 64 MB at most.": "Diese Datei ist zu groß; höchstens 64 MB.",
  "This browser could not make a picture.": "Dieser Browser konnte kein Bild erzeugen.",
  "There was nothing to film.": "Es gab nichts zu filmen.",
  "This browser can encode neither H.264 nor VP9 nor VP8.":
    "Dieser Browser kann weder H.264 noch VP9 noch VP8 kodieren.",
  "The part of the page that writes films did not arrive.":
    "Der Teil der Seite, der Filme schreibt, kam nicht an.",
  "The model on this site has no encoder, so it cannot take photographs.":
    "Das Modell auf dieser Website hat keinen Encoder und kann darum keine Fotos aufnehmen.",
  "The model on this site does not say where eyes lie in a square picture, so photographs cannot be aligned for it.":
    "Das Modell auf dieser Website sagt nicht, wo in einem quadratischen Bild die Augen liegen; darum lassen sich Fotos dafür nicht ausrichten.",
  "The face is too small: its eyes are {apart} pixels apart, and {needed} are needed.":
    "Das Gesicht ist zu klein: Seine Augen sind {apart} Pixel voneinander entfernt, und {needed} sind nötig.",
  "The eyes must be at least {least} pixels apart.":
    "Die Augen müssen mindestens {least} Pixel voneinander entfernt sein.",
  "This browser could not read the photograph.": "Dieser Browser konnte das Foto nicht lesen.",
  "This file is too long for a photograph; 64 MB at most.":
    "Diese Datei ist zu groß für ein Foto; höchstens 64 MB.",
  "This file is no photograph; JPEG, PNG, WebP, GIF, AVIF and HEIC are read.":
    "Diese Datei ist kein Foto; gelesen werden JPEG, PNG, WebP, GIF, AVIF und HEIC.",
  "This picture is too large: {width} × {height} pixels, and 64 million in all are allowed.":
    "Dieses Bild ist zu groß: {width} × {height} Pixel; erlaubt sind insgesamt 64 Millionen.",
  "This picture is too small: {width} × {height} pixels, and {least} a side are needed.":
    "Dieses Bild ist zu klein: {width} × {height} Pixel; nötig sind {least} je Seite.",
  "This picture is damaged, or of a kind that this browser cannot read.":
    "Dieses Bild ist beschädigt oder von einer Art, die dieser Browser nicht lesen kann.",
  "This browser cannot read {kind} pictures, or this one is damaged; save the photograph as JPEG, which every browser reads.":
    "Dieser Browser kann keine {kind}-Bilder lesen, oder dieses ist beschädigt; speichere das Foto als JPEG, das jeder Browser liest.",
  "There is no such face.": "Ein solches Gesicht gibt es nicht.",
  "There is no photograph.": "Es gibt kein Foto.",
  "{name} has its weights in a second file, which a page cannot read. Export it in one: torch.onnx.export(..., external_data=False).":
    "{name} hat seine Gewichte in einer zweiten Datei, die eine Seite nicht lesen kann. Exportiere es in einer: torch.onnx.export(..., external_data=False).",
  "{name} has {size} MB, and at most 200 are explored here. In Python, morphing-faces import takes larger ones.":
    "{name} hat {size} MB, und hier werden höchstens 200 erkundet. In Python nimmt morphing-faces import größere.",
  "{name} is a Keras model, which may run code when it is read. In Python, model.export(..., format='onnx') makes a file that can be dropped here.":
    "{name} ist ein Keras-Modell, das beim Lesen Code ausführen kann. In Python erzeugt model.export(..., format='onnx') eine Datei, die du hierherziehen kannst.",
  "{name} is an exported program of torch, which is not read. {way}":
    "{name} ist ein exportiertes Programm von torch, das nicht gelesen wird. {way}",
  "{name} is TorchScript, which is code. {way}": "{name} ist TorchScript, also Code. {way}",
  "{name} is a pickle, as those of StyleGAN are, which runs code when it is read. {way}":
    "{name} ist ein Pickle, wie die von StyleGAN, das beim Lesen Code ausführt. {way}",
  "{name} has weights without the network that they belong to. {way}":
    "{name} hat Gewichte ohne das Netz, zu dem sie gehören. {way}",
  "{name} is a checkpoint of torch, a pickle without the network that it belongs to. {way}":
    "{name} ist ein Checkpoint von torch, ein Pickle ohne das Netz, zu dem es gehört. {way}",
  "In Python, torch.onnx.export(decoder, z, 'decoder.onnx') makes a file that can be dropped here.":
    "In Python erzeugt torch.onnx.export(decoder, z, 'decoder.onnx') eine Datei, die du hierherziehen kannst.",
  "There is no description.": "Es gibt keine Beschreibung.",
  "A shape of {shape} has {numbers} numbers, but a picture here has {needed}.":
    "Eine Form von {shape} hat {numbers} Zahlen, aber ein Bild hat hier {needed}.",
  "A picture of {numbers} numbers is too large to be shown.":
    "Ein Bild von {numbers} Zahlen ist zu groß, um es zu zeigen.",
  "Each picture is a row of {numbers} numbers: say which shape they have.":
    "Jedes Bild ist eine Zeile von {numbers} Zahlen: Sag, welche Form sie haben.",
  "{shape} is no picture: grey ones are [H, W], [1, H, W] or [H, W, 1], those in colour [3, H, W] or [H, W, 3].":
    "{shape} ist kein Bild: Graue sind [H, W], [1, H, W] oder [H, W, 1], farbige [3, H, W] oder [H, W, 3].",
  "{shape} is no picture in the layout {layout}: grey ones are [H, W], [1, H, W] or [H, W, 1], those in colour [3, H, W] or [H, W, 3].":
    "{shape} ist kein Bild in der Anordnung {layout}: Graue sind [H, W], [1, H, W] oder [H, W, 1], farbige [3, H, W] oder [H, W, 3].",
  "{shape} can be read as {one} and as {other}.":
    "{shape} lässt sich als {one} und als {other} lesen.",
  "Its pictures have values that are not finite numbers.":
    "Seine Bilder haben Werte, die keine endlichen Zahlen sind.",
  "Values from {low} to {high} are in none of the ranges 0 to 1, -1 to 1 and 0 to 255: if they are logits, put a sigmoid after the decoder; else say which are black and white.":
    "Werte von {low} bis {high} liegen in keinem der Bereiche 0 bis 1, -1 bis 1 und 0 bis 255: Sind es Logits, setz eine Sigmoid-Funktion hinter den Decoder; sonst sag, welche Werte Schwarz und Weiß sind.",
  "Values from {low} to {high} fit pictures in 0 to 1 that overshoot, and others: say which are black and white.":
    "Werte von {low} bis {high} passen zu Bildern in 0 bis 1, die überschießen, und zu anderen: Sag, welche Werte Schwarz und Weiß sind.",
  "Every z gives the same picture: the network does not listen to z.":
    "Jedes z ergibt dasselbe Bild: Das Netz hört nicht auf z.",
  "It takes {names}; a decoder takes one latent point of 32-bit numbers and nothing else: export that part alone.":
    "Es nimmt {names}; ein Decoder nimmt einen latenten Punkt aus 32-Bit-Zahlen und sonst nichts: Exportiere diesen Teil allein.",
  "It takes [{shape}]; a decoder takes latent points [N, L] or [N, C, h, w] of a size that the file says.":
    "Es nimmt [{shape}]; ein Decoder nimmt latente Punkte [N, L] oder [N, C, h, w] von einer Größe, die in der Datei steht.",
  "It takes pictures [{shape}]: it is an encoder or a whole autoencoder. Export its decoder alone, or take it to morphing-faces import, which cuts it in two.":
    "Es nimmt Bilder [{shape}]: Es ist ein Encoder oder ein ganzer Autoencoder. Exportiere seinen Decoder allein, oder gib es morphing-faces import, das es zerteilt.",
  "It takes {size} numbers; from 2 to {most} are explored.":
    "Es nimmt {size} Zahlen; erkundet werden 2 bis {most}.",
  "It gives {names}: export it with the pictures alone.":
    "Es gibt {names}: Exportiere es nur mit den Bildern.",
  "{name} has {size} latent dimensions, not {wanted}, and no encoder for the face: it cannot show the same.":
    "{name} hat {size} latente Dimensionen, nicht {wanted}, und keinen Encoder für das Gesicht: Es kann nicht dasselbe zeigen.",
  "this browser has no canvas": "dieser Browser hat kein Canvas",
  "{name} is no zip. {way}": "{name} ist kein ZIP. {way}",
  "{name} needs the operator {operator} of the domain {domain}, which only some runtimes have. Export it with standard operators alone.":
    "{name} braucht den Operator {operator} der Domäne {domain}, den nur manche Laufzeiten haben. Exportiere es nur mit Standardoperatoren.",
  "{name}: its decoder gives other pictures than it says.":
    "{name}: Sein Decoder ergibt andere Bilder, als es sagt.",
  "The network is nested too deeply to be looked through.":
    "Das Netz ist zu tief verschachtelt, um es durchzusehen.",
  "{name} has several model folders in it: drop one at a time.":
    "{name} enthält mehrere Modellordner: Zieh einen nach dem anderen hierher.",
  "{name} is {what}: it has no config.json. Pack the folder that morphing-faces export or import has made, or drop the ONNX file of a decoder.":
    "{name} ist {what}: Es hat kein config.json. Pack den Ordner, den morphing-faces export oder import gemacht hat, oder zieh die ONNX-Datei eines Decoders hierher.",
  "no model folder": "kein Modellordner",
  "a checkpoint of torch, a pickle without the network that it belongs to":
    "ein Checkpoint von torch, ein Pickle ohne das Netz, zu dem es gehört",
  "a Keras model, which may run code when it is read":
    "ein Keras-Modell, das beim Lesen Code ausführen kann",
  "no model folder, but weights": "kein Modellordner, sondern Gewichte",
  "{name}: its {file} is not that of a model folder of version 1.":
    "{name}: Sein {file} ist nicht das eines Modellordners der Version 1.",
  "{name} lacks {path}, which its {file} lists.": "{name} fehlt {path}, das sein {file} aufführt.",
  "{name}: {path} is damaged, it is not what {file} says.":
    "{name}: {path} ist beschädigt, es ist nicht, was {file} sagt.",
  "{name}: {path} has its weights in a second file, which no model folder has.":
    "{name}: {path} hat seine Gewichte in einer zweiten Datei, die kein Modellordner hat.",
  "{name}: its {file} is damaged, or says what no model does.":
    "{name}: Sein {file} ist beschädigt oder sagt, was kein Modell tut.",
  "{name} has more than {count} files in it.": "{name} enthält mehr als {count} Dateien.",
  "{name} has a file {path} in it, which leads out of it.":
    "{name} enthält eine Datei {path}, die aus ihm hinausführt.",
  "{name} has two files {path} in it.": "{name} enthält zwei Dateien {path}.",
  "{name} has more than {size} MB in it, unpacked, and at most that is explored.":
    "{name} enthält entpackt mehr als {size} MB, und höchstens so viel wird erkundet.",
  "{name} is damaged: it cannot be unpacked.":
    "{name} ist beschädigt: Es lässt sich nicht entpacken.",
  "the picture of the first faces has another size":
    "das Bild der ersten Gesichter hat eine andere Größe",
  "The site allows this frame no program.": "Die Website erlaubt diesem Rahmen kein Programm.",
};
