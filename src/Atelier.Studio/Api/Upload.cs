using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Atelier.Studio;

/// <summary>A file being uploaded; none of it is kept in memory.</summary>
/// <param name="Content">Can be read once.</param>
/// <param name="Name">The name that the sender gave it, which is not to be trusted; null for none.</param>
internal sealed record Upload(Stream Content, string? Name)
{
    /// <summary>What to say of a form that does not keep to its format.</summary>
    public const string Malformed = "The form cannot be read: it is malformed or incomplete.";

    private const string Field = "file";
    private const string Form = "multipart/form-data";
    private const int LongestBoundary = 100;

    /// <summary>The file of a form's field <c>file</c>, or the body itself.</summary>
    /// <exception cref="ProblemException">There is neither.</exception>
    public static async Task<Upload> OpenAsync(HttpRequest request, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw WrongType();
        if (type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase))
            return await OpenFormAsync(request.Body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), stop);
        return type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            ? new(request.Body, request.Query["name"])
            : throw WrongType();
    }

    /// <summary>Describes the body in the OpenAPI document.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Form] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema> { [Field] = Binary() },
                        Required = new HashSet<string> { Field },
                    },
                },
                ["image/*"] = new OpenApiMediaType { Schema = Binary() },
            },
        };
        return Task.CompletedTask;
    }

    private static async Task<Upload> OpenFormAsync(Stream body, string boundary, CancellationToken stop)
    {
        if (boundary.Length is 0 or > LongestBoundary)
            throw new ProblemException(StatusCodes.Status400BadRequest, "The form cannot be read: its boundary is missing or too long.");
        var form = new MultipartReader(boundary, body);
        try
        {
            while (await form.ReadNextSectionAsync(stop) is { } section)
                if (section.GetContentDispositionHeader() is { } header && header.Name == Field && header.IsFileDisposition())
                    return new(section.Body, (header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).Value);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, Malformed);
        }
        throw new ProblemException(StatusCodes.Status400BadRequest, "The form has no file in its field 'file'.");
    }

    private static ProblemException WrongType() => new(
        StatusCodes.Status415UnsupportedMediaType, "Send the picture as the field 'file' of a form (multipart/form-data), or as the body itself with its media type, such as image/jpeg.");
}
