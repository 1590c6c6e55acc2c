using System.Text;
using System.Xml;
using System.Xml.Linq;
using NetVips;

namespace Atelier.Imaging;

/// <summary>Texts within the XMP packet of a JPEG, WebP, TIFF or AVIF (ISO 16684-1): a bag of keywords and texts.</summary>
internal static class XmpTexts
{
    private const string Field = "xmp-data";

    // A packet's own mark, which readers look for; and the names that all packets use.
    private const string PacketId = "W5M0MpCehiHzreSzNTczkc9d";
    private static readonly XNamespace Meta = "adobe:ns:meta/", Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Own = "urn:atelier:texts";

    /// <summary>The image with the texts; the caller disposes it.</summary>
    public static Image Add(Image image, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0)
            return image.Copy();
        var bag = new XElement(Rdf + "Bag", texts.Select(text => new XElement(
            Rdf + "li", new XAttribute(Rdf + "parseType", "Resource"), new XElement(Own + "keyword", text.Key), new XElement(Own + "text", text.Value))));
        var packet = new XElement(
            Meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", Meta),
            new XElement(
                Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), new XAttribute(XNamespace.Xmlns + "atelier", Own),
                new XElement(Rdf + "Description", new XAttribute(Rdf + "about", ""), new XElement(Own + "texts", bag))));
        var bytes = Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"{PacketId}\"?>{packet.ToString(SaveOptions.DisableFormatting)}<?xpacket end=\"w\"?>");
        return image.Mutate(mutable => mutable.Set(GValue.BlobType, Field, bytes));
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
