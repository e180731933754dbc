"""Collections that have to be asked for or fetched by hand: from whom, and where to put them.

Their addresses are those under which they were published; some pages have moved since.
"""

DIRECTIONS = {
    "tfd": (
        "The Toronto Face Database is given out on request by its authors: write to Josh "
        "Susskind, formerly of the University of Toronto, whose page was "
        "http://aclab.ca/users/josh/TFD.html, or to the Toronto machine learning group; then "
        "name the file you get: tfd:TFD_48x48.mat"
    ),
    "fer2013": (
        "FER2013 is the data of the Kaggle challenge 'Challenges in Representation Learning: "
        "Facial Expression Recognition Challenge' (https://www.kaggle.com/c/challenges-in-"
        "representation-learning-facial-expression-recognition-challenge): sign in, accept its "
        "rules, unpack the archive, and name the table: fer2013:fer2013.csv"
    ),
    "celeba": (
        "CelebA is given out by MMLAB of the Chinese University of Hong Kong "
        "(https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html): fetch img_align_celeba.zip, "
        "list_attr_celeba.txt, identity_CelebA.txt and list_eval_partition.txt into one folder, "
        "and name that: celeba:FOLDER"
    ),
    "utkface": (
        "UTKFace is fetched from its project's page, https://susanqq.github.io/UTKFace/ (its "
        "aligned and cropped faces): name the archive or the folder: utkface:UTKFace.tar.gz"
    ),
    "lfw": (
        "Labeled Faces in the Wild was published at http://vis-www.cs.umass.edu/lfw/, which does "
        "not always answer any more; fetch lfw-deepfunneled.tgz or lfw.tgz there or from a "
        "mirror, and name it: lfw:lfw-deepfunneled.tgz"
    ),
}
