"""What every file says about where its faces come from, for the formats that carry XMP.

XMP Specification Part 1 (ISO 16684-1); the source type is the word that the International Press
Telecommunications Council has for pictures that a trained model made (IPTC Photo Metadata Standard,
Digital Source Type).
"""

SOFTWARE = "Morphing Faces"
DESCRIPTION = "A face made by a model, not a photograph."
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PACKET = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
xmp:CreatorTool="{SOFTWARE}" Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}">\
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{DESCRIPTION}\
</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""
