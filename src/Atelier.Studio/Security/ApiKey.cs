using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>The API key, and the cookie that a page gets in exchange for it.</summary>
internal sealed class ApiKey
{
    private readonly byte[] _digest;

    /// <param name="key">As the user set it.</param>
    public ApiKey(string key)
    {
        _digest = Digest(key);
        // Not the key itself, so that browser profiles do not contain it; a new key ends all sessions.
        Session = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), "atelier studio session"u8));
    }

    /// <summary>The value of the cookie.</summary>
    public string Session { get; }

    /// <summary>Whether a word is the key; compared in constant time.</summary>
    public bool Is(string? word) => word is not null && CryptographicOperations.FixedTimeEquals(Digest(word), _digest);

    /// <summary>Whether a request carries the key or the cookie.</summary>
    public bool Opens(HttpRequest request) =>
        Is(request.Headers["X-Api-Key"]) || Is(Bearer(request)) || IsSession(request.Cookies[CookieName(request)]);

    /// <summary>The cookie's name: browsers do not keep the cookies of two ports apart.</summary>
    public static string CookieName(HttpRequest request) => $"atelier-{request.Host.Port ?? (request.IsHttps ? 443 : 80)}";

    private bool IsSession(string? cookie) =>
        cookie is not null && CryptographicOperations.FixedTimeEquals(Digest(cookie), Digest(Session));

    private static string? Bearer(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;
    }

    private static byte[] Digest(string word) => SHA256.HashData(Encoding.UTF8.GetBytes(word));
}
