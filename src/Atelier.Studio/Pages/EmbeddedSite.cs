using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Atelier.Studio;

/// <summary>The page, served from the assembly, so that the packed tool needs no files beside it.</summary>
internal static class EmbeddedSite
{
    private const string Folder = "wwwroot/";
    private const string Index = "/index.html";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Maps each file of <c>wwwroot</c> to its path, and <c>index.html</c> to <c>/</c> as well.</summary>
    public static void MapEmbeddedSite(this IEndpointRouteBuilder routes)
    {
        var assembly = typeof(EmbeddedSite).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var path = "/" + name[Folder.Length..].Replace('\\', '/');
            var file = Serve(Read(assembly, name), Types.TryGetContentType(path, out var type) ? type : "application/octet-stream");
            Map(routes, path, file);
            if (path == Index)
                Map(routes, "/", file);
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HttpContext, IResult> file) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], file).ExcludeFromDescription();

    // Names stay the same from version to version: browsers keep the files, and ask whether they have changed.
    private static Func<HttpContext, IResult> Serve(byte[] content, string type)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
        var typeWithCharset = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
        return context =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, typeWithCharset, entityTag: tag);
        };
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
