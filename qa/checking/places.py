"""Words for countries and who lives there."""

PLACES = """
africa asia europe america china india japan korea brazil mexico canada australia germany france
italy spain england britain scotland wales ireland sweden norway denmark finland netherlands
dutch swedish norwegian danish finnish german french italian spanish british english scottish
irish chinese indian japanese korean brazilian mexican canadian australian american african
asian european kenya kenyan uganda ugandan tanzania nigeria nigerian ethiopia ethiopian ghana
malawi zambia zimbabwe rwanda egypt egyptian iran iranian iraq israel israeli turkey turkish
pakistan pakistani bangladesh nepal thailand thai vietnam vietnamese indonesia malaysia
singapore taiwan taiwanese poland polish russia russian greece greek portugal portuguese
switzerland swiss austria austrian belgium belgian argentina chile peru peruvian colombia cuba
saudi kuwait jordan lebanon london york california states kingdom
""".split()
