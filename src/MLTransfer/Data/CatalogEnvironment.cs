using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLTransfer.Data;

/// <summary>
/// Gets the environment (log, random numbers, temporary files) behind one of ML.NET's catalogs. Every catalog holds it, but shows
/// it only through an interface internal to Microsoft.ML. An extension method receives nothing but the catalog, and asking users
/// for the <see cref="MLContext"/> a second time would make it unlike all others, so that one property is read by reflection.
/// </summary>
internal static class CatalogEnvironment
{
    private const string InterfaceName = "Microsoft.ML.Data.IInternalCatalog";
    private const string PropertyName = "Environment";

    public static IHostEnvironment GetEnvironment(this DataOperationsCatalog catalog) => Read(catalog);

    public static IHostEnvironment GetEnvironment(this TransformsCatalog catalog) => Read(catalog);

    public static IHostEnvironment GetEnvironment(this ModelOperationsCatalog catalog) => Read(catalog);

    public static IHostEnvironment GetEnvironment(this TrainCatalogBase catalog) => Read(catalog);

    public static IHostEnvironment GetEnvironment(this TrainCatalogBase.CatalogInstantiatorBase trainers) => Read(trainers);

    /// <exception cref="InvalidOperationException">This version of Microsoft.ML keeps the environment somewhere else.</exception>
    internal static IHostEnvironment Read(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        PropertyInfo? property = catalog.GetType().GetInterface(InterfaceName)?.GetProperty(PropertyName);
        return property?.GetValue(catalog) as IHostEnvironment ?? throw new InvalidOperationException(
            $"{catalog.GetType()} of {catalog.GetType().Assembly.GetName()} has no {InterfaceName}.{PropertyName}. " +
            "This version of MLTransfer does not know this version of Microsoft.ML: use Microsoft.ML 5.0, or a newer MLTransfer.");
    }
}
