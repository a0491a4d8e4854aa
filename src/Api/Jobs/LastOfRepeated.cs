using System.Reflection;

namespace Switchyard.Jobs;

/// <summary>Of a query's parameter that comes several times the last counts, as in the original; the framework would join them.</summary>
internal static class LastOfRepeated
{
    public static RouteHandlerBuilder TakesLastOfRepeated(this RouteHandlerBuilder route) => route.AddEndpointFilterFactory((context, next) =>
    {
        var texts = context.MethodInfo.GetParameters().Where(IsText).ToArray();
        return call =>
        {
            foreach (var parameter in texts)
            {
                if (call.HttpContext.Request.Query[parameter.Name!] is { Count: > 1 } values)
                {
                    call.Arguments[parameter.Position] = values[^1];
                }
            }

            return next(call);
        };
    });

    private static bool IsText(ParameterInfo parameter) => parameter.ParameterType == typeof(string);
}
