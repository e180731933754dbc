/* What everything that the page writes says of itself, in the words of the Python package. */

export const SOFTWARE = "Morphing Faces";
export const DESCRIPTION = "A face made by a model, not a photograph.";
/** What points say, which are no pictures. */
export const NOTE = "This face was made by a model; it is not a photograph.";
