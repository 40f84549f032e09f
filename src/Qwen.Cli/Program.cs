Console.WriteLine("qwenvl");
