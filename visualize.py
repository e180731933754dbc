"""Play in a window: the same as the command `morphing-faces`."""

import sys

from morphing_faces.cli.app import main

sys.exit(main())
