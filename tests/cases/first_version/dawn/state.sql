PRAGMA application_id=1651665254;
PRAGMA user_version=4;
BEGIN TRANSACTION;
CREATE TABLE "articles" (briefing TEXT NOT NULL, key TEXT NOT NULL, address TEXT NOT NULL, canonical TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, period TEXT NOT NULL, PRIMARY KEY (briefing, key)) WITHOUT ROWID;
INSERT INTO "articles" VALUES('dawn','/srv/dawn/news/bridge.md','','/srv/dawn/news/bridge.md','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','/srv/dawn/news/ferry.txt','','/srv/dawn/news/ferry.txt','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','/srv/dawn/news/ferry2.txt','','/srv/dawn/news/ferry2.txt','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00','2026-11-19');
INSERT INTO "articles" VALUES('dawn','https://radio.example/mine.html?key=s3cretK3yOfTheReader','http://www.radio.example/mine.html?utm_source=rss&key=s3cretK3yOfTheReader','https://radio.example/mine.html?key=s3cretK3yOfTheReader','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','mid:mill-1@harrow.example','','mid:mill-1@harrow.example','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','text:245311f5e2f43dc6c5cdf0e9307929923ae8712941f83114668f7048c730ceb7','','','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00','2026-11-19');
INSERT INTO "articles" VALUES('dawn','text:72d9ded866e69048b122436ac197d1aaf304104eb12168b0c799e7ccdd0158ae','','','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','text:91e872cd747fbd30cfe3511dad2585a100e683206a8bf5a73f348cd509d90130','','','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','text:f2646dad43a502d7830d28c1debf203980b6db994db353f4f0a0493142b0b653','','','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
INSERT INTO "articles" VALUES('dawn','text:ff50526cb7bd9047b4802a17aa01c3139a8dc23812b23e7d1397e1100b9190ba','','','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00','2026-11-18');
CREATE TABLE briefings (briefing TEXT NOT NULL PRIMARY KEY, settings TEXT NOT NULL, folder TEXT NOT NULL);
INSERT INTO "briefings" VALUES('dawn','/srv/dawn/brief.toml','/srv/dawn/briefings');
CREATE TABLE contents (briefing TEXT NOT NULL, period TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, json TEXT NOT NULL, addresses TEXT NOT NULL, PRIMARY KEY (briefing, period));
INSERT INTO "contents" VALUES('dawn','2026-11-18','Mine of Tarn closes','Mine of Tarn closes

18 November 2026 · 4 articles, 4 stories, 183 words in, 300 out

In brief

Mine of Tarn closes, 1 article

- 17 Nov 2026: The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their
  work, Mayor Maria Berg said in Tarn. (only Dale Radio, 3)
- 17 Nov 2026: The owner, Tarn Copper, had asked the state for 3 million crowns, which the
  minister Tom Hale refused in October. (only Dale Radio, 3)

Bridge at Ellerdyke closes, 1 article

- 2024, reported 16 Nov 2026: Engineers had warned the council of the piers in 2024. (only Our
  folder, 1)
- 16 Nov 2026: The bridge at Ellerdyke closed on Monday because two of its piers had moved by
  nine centimetres, the council said. (Our folder, 1)
- 16 Nov 2026: Buses go round by Tollmire until the end of May. (Our folder, 1)

Harrow mill to shut, 1 article

- 17 Nov 2026: The paper mill in Harrow will shut in March, its owner said on Monday, and 140
  people will lose their work. (only Harrow Weekly, 2)
- 17 Nov 2026: The mill has stood on the river for a hundred and twelve years. (only Harrow
  Weekly, 2)

Ferry runs aground off Tollmire, 1 article

- 17 Nov 2026: The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on
  board, the harbour office said. (only Our folder, 4)

Sources

- (1) Bridge at Ellerdyke closes, Our folder, 16 Nov 2026, 40 words, ../news/bridge.md
- (2) Harrow mill to shut, Harrow Weekly, 17 Nov 2026, 46 words,
  sources/2026-11-18/72d9ded866e6-harrow-mill-to-shut.txt
- (3) Mine of Tarn closes, Dale Radio, 17 Nov 2026, 49 words,
  http://www.radio.example/mine.html?utm_source=rss&key=s3cretK3yOfTheReader
- (4) Ferry runs aground off Tollmire, Our folder, 17 Nov 2026, 48 words, ../news/ferry.txt

4 articles, 4 on the page; “only”: in no other article.

brief|v:0.1.0|method:coverage|words:300|articles:4|set:c9dd9fd4|now:2026-11-18|focus:closes
','{
  "schema": "brief/1",
  "title": "Mine of Tarn closes",
  "generated": "2026-11-18",
  "in_brief": [
    {
      "text": "The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their work, Mayor Maria Berg said in Tarn.",
      "date": "2026-11-17",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 3,
          "start": 39,
          "end": 156
        }
      ]
    },
    {
      "text": "The owner, Tarn Copper, had asked the state for 3 million crowns, which the minister Tom Hale refused in October.",
      "date": "2026-11-17",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 3,
          "start": 158,
          "end": 271
        }
      ]
    },
    {
      "text": "Engineers had warned the council of the piers in 2024.",
      "date": "2026-11-16",
      "happened": "2024",
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 1,
          "start": 202,
          "end": 256
        }
      ]
    },
    {
      "text": "The bridge at Ellerdyke closed on Monday because two of its piers had moved by nine centimetres, the council said.",
      "date": "2026-11-16",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": false,
      "citations": [
        {
          "document": 1,
          "start": 87,
          "end": 201
        }
      ]
    },
    {
      "text": "Buses go round by Tollmire until the end of May.",
      "date": "2026-11-16",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": false,
      "citations": [
        {
          "document": 1,
          "start": 257,
          "end": 305
        }
      ]
    },
    {
      "text": "The paper mill in Harrow will shut in March, its owner said on Monday, and 140 people will lose\ntheir work.",
      "date": "2026-11-17",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 2,
          "start": 21,
          "end": 128
        }
      ]
    },
    {
      "text": "The mill has stood on the river for a hundred and twelve years.",
      "date": "2026-11-17",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 2,
          "start": 129,
          "end": 192
        }
      ]
    },
    {
      "text": "The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on board, the harbour office said.",
      "date": "2026-11-17",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": true,
      "citations": [
        {
          "document": 4,
          "start": 51,
          "end": 159
        }
      ]
    }
  ],
  "stories": [
    {
      "title": "Mine of Tarn closes",
      "documents": [
        3
      ],
      "in_brief": [
        {
          "text": "The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their work, Mayor Maria Berg said in Tarn.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 3,
              "start": 39,
              "end": 156
            }
          ]
        },
        {
          "text": "The owner, Tarn Copper, had asked the state for 3 million crowns, which the minister Tom Hale refused in October.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 3,
              "start": 158,
              "end": 271
            }
          ]
        }
      ],
      "threads": [
        {
          "documents": [
            3
          ],
          "latest": {
            "text": "The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their work, Mayor Maria Berg said in Tarn.",
            "date": "2026-11-17",
            "happened": null,
            "latest": false,
            "headline": false,
            "alone": false,
            "citations": [
              {
                "document": 3,
                "start": 39,
                "end": 156
              }
            ]
          }
        }
      ]
    },
    {
      "title": "Bridge at Ellerdyke closes",
      "documents": [
        1
      ],
      "in_brief": [
        {
          "text": "Engineers had warned the council of the piers in 2024.",
          "date": "2026-11-16",
          "happened": "2024",
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 1,
              "start": 202,
              "end": 256
            }
          ]
        },
        {
          "text": "The bridge at Ellerdyke closed on Monday because two of its piers had moved by nine centimetres, the council said.",
          "date": "2026-11-16",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 1,
              "start": 87,
              "end": 201
            }
          ]
        },
        {
          "text": "Buses go round by Tollmire until the end of May.",
          "date": "2026-11-16",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 1,
              "start": 257,
              "end": 305
            }
          ]
        }
      ],
      "threads": [
        {
          "documents": [
            1
          ],
          "latest": {
            "text": "The bridge at Ellerdyke closed on Monday because two of its piers had moved by nine centimetres, the council said.",
            "date": "2026-11-16",
            "happened": null,
            "latest": false,
            "headline": false,
            "alone": false,
            "citations": [
              {
                "document": 1,
                "start": 87,
                "end": 201
              }
            ]
          }
        }
      ]
    },
    {
      "title": "Harrow mill to shut",
      "documents": [
        2
      ],
      "in_brief": [
        {
          "text": "The paper mill in Harrow will shut in March, its owner said on Monday, and 140 people will lose\ntheir work.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 2,
              "start": 21,
              "end": 128
            }
          ]
        },
        {
          "text": "The mill has stood on the river for a hundred and twelve years.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 2,
              "start": 129,
              "end": 192
            }
          ]
        }
      ],
      "threads": [
        {
          "documents": [
            2
          ],
          "latest": {
            "text": "The paper mill in Harrow will shut in March, its owner said on Monday, and 140 people will lose\ntheir work.",
            "date": "2026-11-17",
            "happened": null,
            "latest": false,
            "headline": false,
            "alone": false,
            "citations": [
              {
                "document": 2,
                "start": 21,
                "end": 128
              }
            ]
          }
        }
      ]
    },
    {
      "title": "Ferry runs aground off Tollmire",
      "documents": [
        4
      ],
      "in_brief": [
        {
          "text": "The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on board, the harbour office said.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": true,
          "citations": [
            {
              "document": 4,
              "start": 51,
              "end": 159
            }
          ]
        }
      ],
      "threads": [
        {
          "documents": [
            4
          ],
          "latest": {
            "text": "The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on board, the harbour office said.",
            "date": "2026-11-17",
            "happened": null,
            "latest": false,
            "headline": false,
            "alone": false,
            "citations": [
              {
                "document": 4,
                "start": 51,
                "end": 159
              }
            ]
          }
        }
      ]
    }
  ],
  "since": null,
  "origins": [
    [
      1
    ],
    [
      2
    ],
    [
      3
    ],
    [
      4
    ]
  ],
  "claims": [],
  "figures": [],
  "disputes": [],
  "timeline": [
    {
      "date": "2026-11-16",
      "text": "The bridge at Ellerdyke closed on Monday because two of its piers had moved by nine centimetres, the council said.",
      "clear": true,
      "citations": [
        {
          "document": 1,
          "start": 87,
          "end": 201
        }
      ]
    },
    {
      "date": "2026-11-17",
      "text": "The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their work, Mayor Maria Berg said in Tarn.",
      "clear": true,
      "citations": [
        {
          "document": 3,
          "start": 39,
          "end": 156
        }
      ]
    },
    {
      "date": "2026-11-17",
      "text": "The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on board, the harbour office said.",
      "clear": true,
      "citations": [
        {
          "document": 4,
          "start": 51,
          "end": 159
        }
      ]
    }
  ],
  "quotes": [],
  "names": [
    {
      "name": "Tollmire",
      "variants": [],
      "documents": [
        1,
        4
      ]
    },
    {
      "name": "Tarn",
      "variants": [],
      "documents": [
        3
      ]
    },
    {
      "name": "Ada Lorne",
      "variants": [],
      "documents": [
        2
      ]
    },
    {
      "name": "Coastlines",
      "variants": [],
      "documents": [
        4
      ]
    },
    {
      "name": "Ellerdyke",
      "variants": [],
      "documents": [
        1
      ]
    },
    {
      "name": "Harrow",
      "variants": [],
      "documents": [
        2
      ]
    },
    {
      "name": "Maria Berg",
      "variants": [],
      "documents": [
        3
      ]
    },
    {
      "name": "Santa Brisa",
      "variants": [],
      "documents": [
        4
      ]
    },
    {
      "name": "Tarn Copper",
      "variants": [],
      "documents": [
        3
      ]
    },
    {
      "name": "Tom Hale",
      "variants": [],
      "documents": [
        3
      ]
    }
  ],
  "articles": [
    {
      "document": 3,
      "title": "Mine of Tarn closes",
      "on_page": false,
      "sentences": [
        {
          "text": "The council of Tarn closed the copper mine on Tuesday, and 400 miners lost their work, Mayor Maria Berg said in Tarn.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 3,
              "start": 39,
              "end": 156
            }
          ]
        }
      ],
      "added": []
    },
    {
      "document": 1,
      "title": "Bridge at Ellerdyke closes",
      "on_page": false,
      "sentences": [
        {
          "text": "The bridge at Ellerdyke closed on Monday because two of its piers had moved by nine centimetres, the council said.",
          "date": "2026-11-16",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 1,
              "start": 87,
              "end": 201
            }
          ]
        }
      ],
      "added": []
    },
    {
      "document": 2,
      "title": "Harrow mill to shut",
      "on_page": false,
      "sentences": [
        {
          "text": "The paper mill in Harrow will shut in March, its owner said on Monday, and 140 people will lose\ntheir work.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 2,
              "start": 21,
              "end": 128
            }
          ]
        }
      ],
      "added": []
    },
    {
      "document": 4,
      "title": "Ferry runs aground off Tollmire",
      "on_page": false,
      "sentences": [
        {
          "text": "The ferry Santa Brisa ran aground off Tollmire on Tuesday with 212 people on board, the harbour office said.",
          "date": "2026-11-17",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 4,
              "start": 51,
              "end": 159
            }
          ]
        }
      ],
      "added": []
    }
  ],
  "documents": [
    {
      "id": 1,
      "path": "../news/bridge.md",
      "url": null,
      "title": "Bridge at Ellerdyke closes",
      "derived": false,
      "date": "2026-11-16",
      "language": "en",
      "author": null,
      "publisher": "Our folder",
      "words": 40,
      "sha256": "f2646dad43a502d7830d28c1debf203980b6db994db353f4f0a0493142b0b653"
    },
    {
      "id": 2,
      "path": "sources/2026-11-18/72d9ded866e6-harrow-mill-to-shut.txt",
      "url": null,
      "title": "Harrow mill to shut",
      "derived": false,
      "date": "2026-11-17",
      "language": "en",
      "author": "Harrow Weekly",
      "publisher": "Harrow Weekly",
      "words": 46,
      "sha256": "72d9ded866e69048b122436ac197d1aaf304104eb12168b0c799e7ccdd0158ae"
    },
    {
      "id": 3,
      "path": "sources/2026-11-18/91e872cd747f-mine-of-tarn-closes.txt",
      "url": "http://www.radio.example/mine.html?utm_source=rss&key=s3cretK3yOfTheReader",
      "title": "Mine of Tarn closes",
      "derived": false,
      "date": "2026-11-17",
      "language": "en",
      "author": null,
      "publisher": "Dale Radio",
      "words": 49,
      "sha256": "91e872cd747fbd30cfe3511dad2585a100e683206a8bf5a73f348cd509d90130"
    },
    {
      "id": 4,
      "path": "../news/ferry.txt",
      "url": null,
      "title": "Ferry runs aground off Tollmire",
      "derived": false,
      "date": "2026-11-17",
      "language": "en",
      "author": null,
      "publisher": "Our folder",
      "words": 48,
      "sha256": "ff50526cb7bd9047b4802a17aa01c3139a8dc23812b23e7d1397e1100b9190ba"
    }
  ],
  "skipped": [],
  "signature": "brief|v:0.1.0|method:coverage|words:300|articles:4|set:c9dd9fd4|now:2026-11-18|focus:closes",
  "digest": "b321a0c7e801e56c5034a87eea94ec244aa373b9b94ec063c692cdb4ca1618da"
}
','http://www.radio.example/mine.html?utm_source=rss&key=s3cretK3yOfTheReader');
INSERT INTO "contents" VALUES('dawn','2026-11-19','Tollmire ferry had faulty steering','Tollmire ferry had faulty steering

19 November 2026 · 1 article, 40 words in, 98 out

Since the earlier page: 1 new article.

No article is about “closes”; the page is the same without it.

In brief

- 18 Nov 2026: The ferry that ran aground off Tollmire on Tuesday had a faulty steering pump,
  inspectors said on Wednesday. (Our folder, 1)
- 18 Nov 2026: Coastlines had been told of the fault in January. (Our folder, 1)

Sources

- (1) Tollmire ferry had faulty steering, Our folder, 18 Nov 2026, 40 words, ../news/ferry2.txt

1 article, 1 on the page.

brief|v:0.1.0|method:coverage|words:300|articles:1|set:bc9a18aa|now:2026-11-19|focus:closes|sinc
e:2026-11-18.md
','{
  "schema": "brief/1",
  "title": "Tollmire ferry had faulty steering",
  "generated": "2026-11-19",
  "in_brief": [
    {
      "text": "The ferry that ran aground off Tollmire on Tuesday had a faulty steering pump, inspectors said on Wednesday.",
      "date": "2026-11-18",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": false,
      "citations": [
        {
          "document": 1,
          "start": 54,
          "end": 162
        }
      ]
    },
    {
      "text": "Coastlines had been told of the fault in January.",
      "date": "2026-11-18",
      "happened": null,
      "latest": false,
      "headline": false,
      "alone": false,
      "citations": [
        {
          "document": 1,
          "start": 163,
          "end": 212
        }
      ]
    }
  ],
  "stories": [
    {
      "title": "Tollmire ferry had faulty steering",
      "documents": [
        1
      ],
      "in_brief": [
        {
          "text": "The ferry that ran aground off Tollmire on Tuesday had a faulty steering pump, inspectors said on Wednesday.",
          "date": "2026-11-18",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 1,
              "start": 54,
              "end": 162
            }
          ]
        },
        {
          "text": "Coastlines had been told of the fault in January.",
          "date": "2026-11-18",
          "happened": null,
          "latest": false,
          "headline": false,
          "alone": false,
          "citations": [
            {
              "document": 1,
              "start": 163,
              "end": 212
            }
          ]
        }
      ],
      "threads": [
        {
          "documents": [
            1
          ],
          "latest": {
            "text": "The ferry that ran aground off Tollmire on Tuesday had a faulty steering pump, inspectors said on Wednesday.",
            "date": "2026-11-18",
            "happened": null,
            "latest": false,
            "headline": false,
            "alone": false,
            "citations": [
              {
                "document": 1,
                "start": 54,
                "end": 162
              }
            ]
          }
        }
      ]
    }
  ],
  "since": {
    "new": 1,
    "updated": 0,
    "unchanged": 0
  },
  "origins": [
    [
      1
    ]
  ],
  "claims": [],
  "figures": [],
  "disputes": [],
  "timeline": [],
  "quotes": [],
  "names": [
    {
      "name": "Tollmire",
      "variants": [],
      "documents": [
        1
      ]
    }
  ],
  "articles": [],
  "documents": [
    {
      "id": 1,
      "path": "../news/ferry2.txt",
      "url": null,
      "title": "Tollmire ferry had faulty steering",
      "derived": false,
      "date": "2026-11-18",
      "language": "en",
      "author": null,
      "publisher": "Our folder",
      "words": 40,
      "sha256": "245311f5e2f43dc6c5cdf0e9307929923ae8712941f83114668f7048c730ceb7"
    }
  ],
  "skipped": [],
  "signature": "brief|v:0.1.0|method:coverage|words:300|articles:1|set:bc9a18aa|now:2026-11-19|focus:closes|since:2026-11-18.md",
  "digest": "ec972f6e431ae0042b02d71d15ca5bc97fff4f5e102e9885d8b9138001a0b0f9"
}
','');
CREATE TABLE deliveries (briefing TEXT NOT NULL, period TEXT NOT NULL, channel TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, last_error TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (briefing, period, channel)) WITHOUT ROWID;
INSERT INTO "deliveries" VALUES('dawn','2026-11-18','learnt','1843-1795733779954323746','sent',0,'','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "deliveries" VALUES('dawn','2026-11-18','mail reader@morning.example','','failed',2,'127.0.0.1:8025: no connection: connection refused; try again later','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "deliveries" VALUES('dawn','2026-11-18','webhook','','failed',2,'webhook: 127.0.0.1: [Errno 111] Connection refused; it is tried again with the next run','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "deliveries" VALUES('dawn','2026-11-19','mail reader@morning.example','','failed',1,'127.0.0.1:8025: no connection: connection refused; try again later','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "deliveries" VALUES('dawn','2026-11-19','webhook','','failed',1,'webhook: 127.0.0.1: [Errno 111] Connection refused; it is tried again with the next run','2026-11-19T06:00:00.000000+00:00');
CREATE TABLE pages (briefing TEXT NOT NULL, period TEXT NOT NULL, made_at TEXT NOT NULL, digest TEXT NOT NULL, path TEXT NOT NULL, outcome TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (briefing, period)) WITHOUT ROWID;
INSERT INTO "pages" VALUES('dawn','2026-11-18','2026-11-18T06:00:00.000000+00:00','9afb66d16dbb29fdc4cade7fa9cd7099363d9887eac45003a1f9ab339925fc28','/srv/dawn/briefings/2026-11-18.md','page',4);
INSERT INTO "pages" VALUES('dawn','2026-11-19','2026-11-19T06:00:00.000000+00:00','bc9a18aa2438cbdc950e7b0449ce961246aa8eee96f26b20e939d55d0dfc57b9','/srv/dawn/briefings/2026-11-19.md','page',1);
CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, briefing TEXT NOT NULL, period TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, code INTEGER, summary TEXT NOT NULL);
INSERT INTO "runs" VALUES(1,'dawn','2026-11-18','2026-11-18T06:00:00.000000+00:00','2026-11-18T06:00:00.000000+00:00',7,'page, 4 articles');
INSERT INTO "runs" VALUES(2,'dawn','2026-11-19','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00',7,'page, 1 articles');
CREATE TABLE sources (briefing TEXT NOT NULL, source TEXT NOT NULL, failures INTEGER NOT NULL, last_error TEXT NOT NULL, last_ok TEXT, at TEXT NOT NULL, PRIMARY KEY (briefing, source)) WITHOUT ROWID;
INSERT INTO "sources" VALUES('dawn','https://radio.example/feed.xml?key=s3cretK3yOfTheReader',0,'','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "sources" VALUES('dawn','letters.mbox',0,'','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00');
INSERT INTO "sources" VALUES('dawn','news',0,'','2026-11-19T06:00:00.000000+00:00','2026-11-19T06:00:00.000000+00:00');
CREATE TABLE versions (briefing TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, changed TEXT NOT NULL, PRIMARY KEY (briefing, key, source)) WITHOUT ROWID;
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/bridge.md','news','f2646dad43a502d7830d28c1debf203980b6db994db353f4f0a0493142b0b653','');
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/bridge.md','page','text:f2646dad43a502d7830d28c1debf203980b6db994db353f4f0a0493142b0b653','');
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/ferry.txt','news','ff50526cb7bd9047b4802a17aa01c3139a8dc23812b23e7d1397e1100b9190ba','');
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/ferry.txt','page','text:ff50526cb7bd9047b4802a17aa01c3139a8dc23812b23e7d1397e1100b9190ba','');
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/ferry2.txt','news','245311f5e2f43dc6c5cdf0e9307929923ae8712941f83114668f7048c730ceb7','');
INSERT INTO "versions" VALUES('dawn','/srv/dawn/news/ferry2.txt','page','text:245311f5e2f43dc6c5cdf0e9307929923ae8712941f83114668f7048c730ceb7','');
INSERT INTO "versions" VALUES('dawn','https://radio.example/mine.html?key=s3cretK3yOfTheReader','https://radio.example/feed.xml?key=s3cretK3yOfTheReader','b429cd39dfa3c622c469d235d5a51c43294b39f876ba7035924ecda38260637d','');
INSERT INTO "versions" VALUES('dawn','https://radio.example/mine.html?key=s3cretK3yOfTheReader','page','text:91e872cd747fbd30cfe3511dad2585a100e683206a8bf5a73f348cd509d90130','');
INSERT INTO "versions" VALUES('dawn','mid:mill-1@harrow.example','letters.mbox','eb71923a3355f88e6f16ecd89cb6bb3f10c0f0571a818bf5dce65da4b2a34fb9','');
INSERT INTO "versions" VALUES('dawn','mid:mill-1@harrow.example','page','text:72d9ded866e69048b122436ac197d1aaf304104eb12168b0c799e7ccdd0158ae','');
INSERT INTO "versions" VALUES('dawn','text:245311f5e2f43dc6c5cdf0e9307929923ae8712941f83114668f7048c730ceb7','page','','');
INSERT INTO "versions" VALUES('dawn','text:72d9ded866e69048b122436ac197d1aaf304104eb12168b0c799e7ccdd0158ae','page','','');
INSERT INTO "versions" VALUES('dawn','text:91e872cd747fbd30cfe3511dad2585a100e683206a8bf5a73f348cd509d90130','page','','');
INSERT INTO "versions" VALUES('dawn','text:f2646dad43a502d7830d28c1debf203980b6db994db353f4f0a0493142b0b653','page','','');
INSERT INTO "versions" VALUES('dawn','text:ff50526cb7bd9047b4802a17aa01c3139a8dc23812b23e7d1397e1100b9190ba','page','','');
CREATE INDEX runs_of ON runs (briefing, id);
CREATE INDEX versions_by_digest ON versions (briefing, digest);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',2);
COMMIT;
