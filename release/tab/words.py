"""The words of the page that are its own; what the judge says is said by its catalogue."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "skip": "Aller au cours",
        "exercises": "Exercices",
        "promise": "Rien à installer : votre code est jugé ici, dans votre navigateur, et n'en sort pas. Ce travail "
        "n'est conservé que dans ce navigateur : exportez-le pour le rendre.",
        "visible": "Cette page n'attribue aucune note : elle ne connaît que les vérifications visibles ; d'autres "
        "s'y ajoutent quand vous rendez votre travail.",
        "kit": "Cet exercice demande numpy, que cette page n'a pas : faites-le avec le kit.",
        "numpy": "Ce fichier utilise numpy, que cette page n'a pas : ce qu'elle en dit ne vaut "
        "rien. Le kit, lui, le jugera.",
        "kit_short": "avec le kit",
        "check": "Vérifier",
        "check_title": "Enregistrer et vérifier (Ctrl + S)",
        "hint": "Un indice",
        "reset": "Rétablir le fichier de départ",
        "reset_sure": "Rétablir ce fichier tel qu'il était au départ ? Le code que vous y avez écrit sera perdu.",
        "export": "Exporter le travail (.zip)",
        "exporting": "Le .zip se prépare ; s'il y a une vérification en cours, il l'attend.",
        "exported": "Le .zip est dans vos téléchargements.",
        "import": "Importer un travail",
        "last_hint": "C'était le dernier. Dites à voix haute ce que vous savez, ou passez à l'exercice suivant.",
        "todo": "à faire",
        "passed": "réussi",
        "failed": "pas encore",
        "error": "erreur",
        "blocked": "en attente",
        "timeout": "trop lent",
        "crashed": "arrêté par une erreur",
        "judging": "vérification…",
        "loading": "Python arrive : vous pouvez déjà lire et écrire.",
        "ready": "Python est prêt.",
        "newer": "Une version plus récente de cette page est prête : rechargez-la quand vous voudrez.",
        "progress": "exercices réussis : {passed} sur {count}",
        "failed_to_load": "Python n'a pas pu être chargé : {why}",
        "file": "Ouverte comme un simple fichier, cette page ne montre que le cours : les navigateurs n'y chargent "
        "pas Python. Lancez « python serve.py » dans ce dossier, puis ouvrez l'adresse affichée.",
        "old_browser": "Ce navigateur ne sait pas encore attendre Python (WebAssembly JSPI) : utilisez Chrome ou Edge, "
        "version 137 ou plus récente, ou bien le kit.",
        "given": "Code fourni",
        "editor": "Votre code : {file}",
        "whole": "Les repères « # %% » de ce fichier ont changé : il est montré en entier.",
        "replay": "À rejouer dans votre Python",
        "play": "Mon moteur apprend",
        "play_closed": "Ce terrain de jeu s'ouvre dès que « train » est réussi : votre réseau y apprend sous vos yeux, "
        "avec votre propre moteur.",
        "play_opened": "Le terrain de jeu est ouvert : « Apprendre » lance votre propre moteur.",
        "play_promise": "Une époque est un pas de votre « train » sur tous les exemples, calculé ici par votre code, "
        "tel qu'il est écrit en ce moment. L'image est dessinée d'après les poids de votre réseau.",
        "play_set": "Données",
        "play_moons": "lunes",
        "play_spiral": "spirale",
        "play_rate": "Taux d'apprentissage",
        "play_width": "Neurones cachés",
        "play_seed": "Graine",
        "play_learn": "Apprendre",
        "play_pause": "Pause",
        "play_step": "Une époque",
        "play_again": "Recommencer",
        "play_keep": "Garder l'image (PNG)",
        "play_figures": "Époque {epoch} · perte {loss} · réponses justes : {right} sur {count} · neurones morts : "
        "{dead}",
        "play_picture": "Ce que le réseau répond en chaque point du plan, ses plis, et la perte de chaque époque.",
        "play_surface": "Ce que répond le réseau",
        "play_bends": "Les plis de la couche cachée",
        "play_folded": "Le plan, plié par la couche cachée",
        "play_loss": "La perte",
        "play_epoch": "époque",
        "play_legend": "Rond : on attend −1 ; triangle : +1 ; cercle autour : la réponse a le mauvais signe. Côté "
        "hachuré : réponse positive ; ligne : réponse 0. Un pli est la droite où la somme d'un neurone vaut 0 ; ses "
        "petits traits montrent le côté où le neurone est actif ; en tirets, le pli d'un neurone mort. Avec 2 "
        "neurones cachés, on voit le plan plié lui-même.",
        "play_caption": "{set} · neurones cachés : {width} · taux : {rate} · graine : {seed}",
        "play_loading": "Python arrive pour votre moteur…",
        "play_learned": "Appris en {epoch} époques : la perte est inférieure à 0,001.",
        "play_late": "Votre moteur n'a pas répondu en {seconds} secondes : il a été arrêté, et lui seul. Une boucle "
        "sans fin, peut-être ? Corrigez votre code, puis « Recommencer ».",
        "play_died": "Votre moteur s'est interrompu. Corrigez votre code, puis « Recommencer ».",
        "play_todo": "Votre moteur ne peut pas encore apprendre : il reste à écrire {place}.",
        "play_raised": "Votre moteur s'est arrêté sur une erreur, {place} : {what}",
        "play_malformed": "Votre réseau ne peut pas être dessiné : « {name} » n'est pas ce que le cours attend. Que "
        "dit l'exercice « mlp » ?",
        "play_diverged": "Les nombres sont devenus trop grands : c'est souvent un taux d'apprentissage trop élevé. "
        "Baissez-le, puis « Recommencer ».",
        "play_other": "Votre réseau répond autre chose que ce que disent ses poids : l'image montre ses poids. Que dit "
        "l'exercice « mlp » ?",
        "imported": "Importé : {files}.",
        "nothing": "Ce fichier ne contient aucun module du cours.",
        "not_kept": "Le navigateur n'enregistre pas ce travail : exportez-le avant de fermer la page.",
        "fault": "C'est la page qui est en cause, pas votre code : {why}",
        "points": "{points} points",
    },
    "en": {
        "skip": "Go to the course",
        "exercises": "Exercises",
        "promise": "Nothing to install: your code is judged here, in your browser, and never leaves it. This work is "
        "kept in this browser only: export it to hand it in.",
        "visible": "This page gives no grade: it knows only the visible checks; others are added when you "
        "hand your work in.",
        "kit": "This exercise needs numpy, which this page does not have: do it with the kit.",
        "numpy": "This file uses numpy, which this page does not have: what it says about it is worth "
        "nothing. The kit will judge it.",
        "kit_short": "with the kit",
        "check": "Check",
        "check_title": "Save and check (Ctrl + S)",
        "hint": "A hint",
        "reset": "Restore the original file",
        "reset_sure": "Restore this file as it was at the start? The code that you wrote in it will be lost.",
        "export": "Export the work (.zip)",
        "exporting": "The .zip is being made; if a check is running, it waits for it.",
        "exported": "The .zip is among your downloads.",
        "import": "Import work",
        "last_hint": "That was the last one. Say aloud what you know, or go on to the next exercise.",
        "todo": "to do",
        "passed": "passed",
        "failed": "not yet",
        "error": "error",
        "blocked": "waiting",
        "timeout": "too slow",
        "crashed": "crashed",
        "judging": "checking…",
        "loading": "Python is on its way: you can read and write already.",
        "ready": "Python is ready.",
        "newer": "A newer version of this page is ready: reload it when you like.",
        "progress": "{passed} of {count} exercises passed",
        "failed_to_load": "Python could not be loaded: {why}",
        "file": "Opened as a file, this page only shows the course: browsers cannot load Python there. Run "
        "“python serve.py” in this folder, and open the address that it prints.",
        "old_browser": "This browser cannot wait for Python yet (WebAssembly JSPI): use Chrome or Edge 137 or newer, "
        "or the kit.",
        "given": "Given code",
        "editor": "Your code: {file}",
        "whole": "The “# %%” marks of this file have changed: it is shown in full.",
        "replay": "Again, in your own Python",
        "play": "My engine learns",
        "play_closed": "This playground opens as soon as “train” is right: your network learns there before your eyes, "
        "with your own engine.",
        "play_opened": "The playground is open: “Learn” starts your own engine.",
        "play_promise": "An epoch is one step of your “train” on all the examples, computed here by your code as it is "
        "written now. The picture is drawn from your network's weights.",
        "play_set": "Data",
        "play_moons": "moons",
        "play_spiral": "spiral",
        "play_rate": "Learning rate",
        "play_width": "Hidden neurons",
        "play_seed": "Seed",
        "play_learn": "Learn",
        "play_pause": "Pause",
        "play_step": "One epoch",
        "play_again": "Start again",
        "play_keep": "Keep the picture (PNG)",
        "play_figures": "Epoch {epoch} · loss {loss} · right answers: {right} of {count} · dead neurons: {dead}",
        "play_picture": "What the network answers at each point of the plane, its folds, and the loss of each epoch.",
        "play_surface": "What the network answers",
        "play_bends": "The folds of the hidden layer",
        "play_folded": "The plane, folded by the hidden layer",
        "play_loss": "The loss",
        "play_epoch": "epoch",
        "play_legend": "Disc: −1 is expected; triangle: +1; a ring around it: the answer has the wrong sign. Hatched "
        "side: positive answer; line: answer 0. A fold is the line where a neuron's sum is 0; its small ticks show "
        "the side on which the neuron is active; dashed, the fold of a dead neuron. With 2 hidden neurons the folded "
        "plane itself is shown.",
        "play_caption": "{set} · hidden neurons: {width} · rate: {rate} · seed: {seed}",
        "play_loading": "Python is on its way for your engine…",
        "play_learned": "Learned in {epoch} epochs: the loss is below 0.001.",
        "play_late": "Your engine has not answered within {seconds} seconds: it was stopped, and nothing else was. An "
        "endless loop, perhaps? Mend your code, then “Start again”.",
        "play_died": "Your engine has crashed. Mend your code, then “Start again”.",
        "play_todo": "Your engine cannot learn yet: {place} is still to be written.",
        "play_raised": "Your engine stopped with an error, {place}: {what}",
        "play_malformed": "Your network cannot be drawn: “{name}” is not what the course expects. What does the "
        "exercise “mlp” say?",
        "play_diverged": "The numbers have become too large: often the learning rate is too high. Lower it, then "
        "“Start again”.",
        "play_other": "Your network answers something other than what its weights say: the picture shows its weights. "
        "What does the exercise “mlp” say?",
        "imported": "Imported: {files}.",
        "nothing": "This file holds no module of the course.",
        "not_kept": "The browser does not keep this work: export it before you close the page.",
        "fault": "The page is at fault, not your code: {why}",
        "points": "{points} points",
    },
}
