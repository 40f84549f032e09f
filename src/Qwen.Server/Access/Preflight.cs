using Microsoft.AspNetCore.Http;

namespace Qwen.Server.Access;

/// <summary>Answers what a browser asks before a page of another origin may send: the door has decided already whether it may.</summary>
internal static class Preflight
{
    public static Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        headers.AccessControlMaxAge = "600";
        return Task.CompletedTask;
    }
}
