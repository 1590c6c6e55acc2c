using System.Text;
using System.Xml;
using System.Xml.Linq;
using NetVips;

namespace Atelier.Imaging;

/// <summary>Texts within the XMP packet of a JPEG, WebP, TIFF or AVIF (ISO 16684-1): a bag of keywords and texts, and what a photo says of itself.</summary>
internal static class XmpTexts
{
    /// <summary>libvips' name of the packet.</summary>
    public const string Field = "xmp-data";

    // A packet's own mark, which readers look for; and the names that all packets use.
    private const string PacketId = "W5M0MpCehiHzreSzNTczkc9d";
    private static readonly XNamespace Meta = "adobe:ns:meta/", Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Own = "urn:atelier:texts";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/", Basic = "http://ns.adobe.com/xap/1.0/";

    /// <summary>The image with the texts; the caller disposes it.</summary>
    /// <param name="image">Stays as it is.</param>
    /// <param name="texts">By keyword.</param>
    /// <param name="metadata">Of <see cref="PhotoMetadata"/>, where the format has no EXIF; empty otherwise.</param>
    public static Image Add(Image image, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> metadata)
    {
        if (texts.Count + metadata.Count == 0)
            return image.Copy();
        var bag = new XElement(Rdf + "Bag", texts.Select(text => new XElement(
            Rdf + "li", new XAttribute(Rdf + "parseType", "Resource"), new XElement(Own + "keyword", text.Key), new XElement(Own + "text", text.Value))));
        var packet = new XElement(
            Meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", Meta),
            new XElement(
                Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), new XAttribute(XNamespace.Xmlns + "atelier", Own),
                new XElement(Rdf + "Description", new XAttribute(Rdf + "about", ""), new XElement(Own + "texts", bag), Statements(metadata))));
        var bytes = Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"{PacketId}\"?>{packet.ToString(SaveOptions.DisableFormatting)}<?xpacket end=\"w\"?>");
        return image.Mutate(mutable => mutable.Set(GValue.BlobType, Field, bytes));
    }

    private static IEnumerable<XElement> Statements(IReadOnlyDictionary<string, string> metadata)
    {
        if (PhotoMetadata.Text(metadata, "exif-ifd0-Copyright") is { } rights)
            yield return new(Dublin + "rights", new XElement(Rdf + "Alt", new XElement(Rdf + "li", new XAttribute(XNamespace.Xml + "lang", "x-default"), rights)));
        if (PhotoMetadata.Text(metadata, "exif-ifd0-Artist") is { } artist)
            yield return new(Dublin + "creator", new XElement(Rdf + "Seq", new XElement(Rdf + "li", artist)));
        // EXIF's 2026:11:28 09:30:00 is XMP's 2026-11-28T09:30:00.
        if (PhotoMetadata.Text(metadata, "exif-ifd2-DateTimeOriginal") is { Length: 19 } date)
            yield return new(Basic + "CreateDate", $"{date[..10].Replace(':', '-')}T{date[11..]}");
    }

    /// <summary>The texts of an image that was opened; none where its packet is another program's, or damaged.</summary>
    public static IReadOnlyDictionary<string, string> Read(Image image)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!image.Contains(Field))
            return texts;
        try
        {
            using var packet = new MemoryStream((byte[])image.Get(Field));
            using var reader = XmlReader.Create(packet, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            foreach (var item in XDocument.Load(reader).Descendants(Own + "texts").Descendants(Rdf + "li"))
                if (((string?)item.Element(Own + "keyword"), (string?)item.Element(Own + "text")) is ({ } keyword, { } text))
                    texts.TryAdd(keyword, text);
        }
        catch (XmlException)
        {
            texts.Clear();
        }
        return texts;
    }
}
