using Microsoft.AspNetCore.Builder;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Atelier.Studio;

/// <summary>The page to try out the API: Swagger UI, whose files come with its package.</summary>
internal static class ApiPage
{
    /// <summary>Serves it at <c>/api</c>.</summary>
    public static void Configure(SwaggerUIOptions page)
    {
        page.RoutePrefix = "api";
        page.DocumentTitle = "Atelier: the API";
        page.InjectStylesheet("/api.css");
        page.SwaggerEndpoint("/openapi/v1.json", "Atelier");
        page.EnablePersistAuthorization();
        page.DisplayRequestDuration();
        page.DefaultModelsExpandDepth(0);
    }
}
