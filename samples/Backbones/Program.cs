using Backbones;
using MLTransfer;

// No weights are downloaded for this: Keras's networks are described by their graphs alone.
foreach (string line in BackboneTable.Of([.. Backbone.Catalog, Backbone.FromKeras(KerasNetwork.MobileNetV2, new KerasOptions { Alpha = .35 })]))
    Console.WriteLine(line);
