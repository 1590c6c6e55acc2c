using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Jobs;
using Atelier.Stylization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atelier.Studio;

/// <summary>The parts of the OpenAPI document that the endpoints do not describe themselves.</summary>
internal static class ApiDocument
{
    /// <summary>Configures the document.</summary>
    public static void Configure(OpenApiOptions document)
    {
        document.AddDocumentTransformer(IntroduceAsync);
        document.AddSchemaTransformer(DescribeOptionsAsync);
    }

    private static Task IntroduceAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info.Title = "Atelier";
        document.Info.Version = "v1";
        document.Info.Description = "Paints photographs in the style of paintings. Upload pictures, create a job, watch it, fetch the result. "
            + "Every error is a problem (RFC 9457) whose detail is one sentence.";
        // The document does not depend on who asks, or where the studio runs.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "Required if the studio was started with an API key.",
            },
        };
        // Either: most studios have no key.
        document.Security = [new(), new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        return Task.CompletedTask;
    }

    // Settings are read one by one, on top of a preset's; the document still has to list them.
    private static Task DescribeOptionsAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (context.JsonPropertyInfo is null && (context.JsonTypeInfo.Type == typeof(NewJob) || context.JsonTypeInfo.Type == typeof(Retry)))
            schema.Properties!["options"] = new OpenApiSchemaReference(nameof(StylizationRequest), context.Document);
        if (context.JsonTypeInfo.Type == typeof(StylizationRequest) && schema.Properties is { } properties)
            foreach (var setting in JobRequest.Schema.Settings)
                properties[setting.Name] = Describe(setting);
        return Task.CompletedTask;
    }

    private static OpenApiSchema Describe(Setting setting)
    {
        var isList = setting.Kind is SettingKind.Layers or SettingKind.Numbers;
        var item = setting.Kind switch
        {
            SettingKind.WholeNumber => JsonSchemaType.Integer,
            SettingKind.Number or SettingKind.Numbers => JsonSchemaType.Number,
            _ => JsonSchemaType.String,
        };
        var type = isList ? JsonSchemaType.Array : item;
        return new()
        {
            Description = setting.Description,
            Type = setting.Otherwise is null ? type : type | JsonSchemaType.Null,
            Items = isList ? new OpenApiSchema { Type = item } : null,
            Minimum = setting.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = setting.Most?.ToString(CultureInfo.InvariantCulture),
            Enum = setting.Choices.Count > 0 ? [.. setting.Choices.Keys.Select(word => (JsonNode)word)] : null,
            Default = JsonNode.Parse(setting.Default.GetRawText()),
        };
    }
}
