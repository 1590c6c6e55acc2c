using System.Text.Json;
using Atelier.Jobs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atelier.Studio;

/// <summary>What the OpenAPI document says beyond what the endpoints tell of themselves.</summary>
internal static class ApiDocument
{
    /// <summary>Sets it up.</summary>
    public static void Configure(OpenApiOptions document)
    {
        document.AddDocumentTransformer(IntroduceAsync);
        document.AddSchemaTransformer(DescribeOptionsAsync);
    }

    private static Task IntroduceAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info.Title = "Atelier";
        document.Info.Version = "v1";
        document.Info.Description = "Paints photographs in the style of paintings. Upload pictures, ask for a job, watch it, fetch the result. "
            + "Every error is a problem (RFC 9457) whose detail is one sentence.";
        // The document is the same whoever asks, and wherever the studio is.
        document.Servers = [];
        document.Components ??= new();
        document.Components.Schemas?.Remove(nameof(JsonElement)); // Replaced below.
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "Where the studio was started with an API key.",
            },
        };
        // Either: most studios have no key.
        document.Security = [new(), new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        return Task.CompletedTask;
    }

    // Options are read field by field, over a preset's: the document must still say which there are.
    private static Task DescribeOptionsAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (context.JsonPropertyInfo is null && (context.JsonTypeInfo.Type == typeof(NewJob) || context.JsonTypeInfo.Type == typeof(Retry)))
            schema.Properties!["options"] = new OpenApiSchemaReference(nameof(JobOptions), context.Document);
        return Task.CompletedTask;
    }
}
