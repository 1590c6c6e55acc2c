namespace Atelier.Data;

/// <summary>
/// A few common WordNet IDs: the ten classes of Imagenette and some animals and objects. All others are read from a list
/// next to the data (<c>words.txt</c>, <c>LOC_synset_mapping.txt</c> or <c>imagenet_class_index.json</c>).
/// </summary>
internal static class WellKnownIds
{
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["n01440764"] = "tench",
        ["n01443537"] = "goldfish",
        ["n01641577"] = "bullfrog",
        ["n02058221"] = "albatross",
        ["n02102040"] = "English springer",
        ["n02106662"] = "German shepherd",
        ["n02123045"] = "tabby",
        ["n02123394"] = "Persian cat",
        ["n02124075"] = "Egyptian cat",
        ["n02129165"] = "lion",
        ["n02979186"] = "cassette player",
        ["n03000684"] = "chain saw",
        ["n03028079"] = "church",
        ["n03393912"] = "freight car",
        ["n03394916"] = "French horn",
        ["n03417042"] = "garbage truck",
        ["n03425413"] = "gas pump",
        ["n03445777"] = "golf ball",
        ["n03888257"] = "parachute",
        ["n04067472"] = "reel",
        ["n04146614"] = "school bus",
        ["n04562935"] = "water tower",
        ["n07753592"] = "banana",
    };
}
