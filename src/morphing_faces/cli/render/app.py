"""The verbs of `morphing-faces render`, each loaded when it is asked for."""

from morphing_faces.cli.verb import Verb

app = Verb(
    "render",
    help="""Write faces as a picture (.png) or a film (.mp4, .gif, .webp).

Example: `morphing-faces render walk --out walk.mp4`

Every file says in its metadata that a model made it. MP4 films need
`pip install 'morphing-faces[film]'`.""",
)
app.command(
    "morphing_faces.cli.render.sheet:app",
    name="sheet",
    help="Random faces in rows and columns, as a picture.",
)
app.command(
    "morphing_faces.cli.render.traverse:app",
    name="traverse",
    help="What dimensions or directions do to a face: a row for each; in a film, a face for each.",
)
app.command(
    "morphing_faces.cli.render.walk:app",
    name="walk",
    help="A random walk through the latent space: a film, or a strip of faces on the way.",
)
app.command(
    "morphing_faces.cli.render.morph:app",
    name="morph",
    help="A slide through two points or more: a film, or a row of faces for each two of them.",
)
