"""`python -m morphing_faces.cli`: the command line without an installed script."""

import sys

from morphing_faces.cli.app import main

sys.exit(main())
